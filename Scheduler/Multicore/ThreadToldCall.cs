namespace Coroutines;

/// <summary>One that a thread without a loop tells.</summary>
internal sealed class ThreadToldCall : ToldCall
{
    // Continuations run elsewhere: they are .NET's, and must not run inside of a step of the loop.
    private readonly TaskCompletionSource<object?> _letIn = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationToken _cancellationToken;

    internal ThreadToldCall(GroupedScheduler target, Func<IEnumerator<Awaitable>> make, CancellationToken cancellationToken)
        : base(target, make) => _cancellationToken = cancellationToken;

    /// <summary>Tells it.</summary>
    /// <returns>Done when it was let in.</returns>
    internal Task Send()
    {
        if (_cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled(_cancellationToken);
        }

        if (Target.Line.Enter(this))
        {
            return Task.CompletedTask;
        }

        CancellationTokenRegistration registration = _cancellationToken.Register(GiveUp);
        _letIn.Task.ContinueWith(
            _ => registration.Dispose(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return _letIn.Task;
    }

    internal override void NoteLetIn() => _letIn.TrySetResult(null);

    internal override void Refuse() => _letIn.TrySetException(Target.Stopped("it takes no more coroutines to run"));

    private void GiveUp()
    {
        if (TryWithdraw())
        {
            _letIn.TrySetCanceled(_cancellationToken);
        }
    }
}
