namespace Coroutines.Orleans;

/// <inheritdoc/>
internal sealed class GrainCall<T> : GrainCall
{
    private readonly GrainLoop _loop;
    private readonly CoTask _task;
    private readonly Func<CoTask, T> _result;
    private readonly CancellationToken _cancellationToken;

    // What awaits it is Orleans', and must not run inside a step of the loop.
    private readonly TaskCompletionSource<T> _source = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenRegistration _registration;

    internal GrainCall(GrainLoop loop, CoTask task, Func<CoTask, T> result, CancellationToken cancellationToken)
    {
        _loop = loop;
        _task = task;
        _result = result;
        _cancellationToken = cancellationToken;
        if (task.IsDone)
        {
            Complete();
            return;
        }

        task.AddDoneCallback(_ => End());
        if (cancellationToken.CanBeCanceled)
        {
            _registration = cancellationToken.UnsafeRegister(static call => ((GrainCall<T>)call!).CancelThreadsafe(), this);
        }
    }

    internal Task<T> Task => _source.Task;

    internal override void Cancel(string reason)
    {
        if (_task.Cancelling == 0)
        {
            _task.Cancel(reason);
        }
    }

    private void CancelThreadsafe()
    {
        try
        {
            _loop.Scheduler.CallSoonThreadsafe(() => Cancel("The CancellationToken of the call was cancelled."));
        }
        catch (ObjectDisposedException)
        {
            // The grain has ended, and the call with it.
        }
    }

    private void End()
    {
        _registration.Dispose();
        _loop.Forget(this);
        Complete();
    }

    private void Complete()
    {
        try
        {
            _source.SetResult(_result(_task));
        }
        catch (CancelledException cancel) when (_task.IsCancelled)
        {
            Give(cancel);
        }
        catch (Exception fault) when (fault is not KeyboardInterruptException)
        {
            _source.SetException(fault);
        }
    }

    private void Give(CancelledException cancel)
    {
        if (_cancellationToken.IsCancellationRequested)
        {
            _source.SetCanceled(_cancellationToken);
        }
        else if (_loop.End is { } end)
        {
            _source.SetException(new GrainDeactivatedException($"The call was cancelled: grain {_loop.Grain} is being deactivated. {end}"));
        }
        else
        {
            // For the caller it is an error as any other: nobody has cancelled the caller.
            _source.SetException(new TaskCanceledException(cancel.Message));
        }
    }
}
