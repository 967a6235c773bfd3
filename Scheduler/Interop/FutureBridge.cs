namespace Coroutines;

/// <summary>Completes a .NET task when a future is done.</summary>
internal sealed class FutureBridge<T>(Func<Future, T> result) : IFutureWaiter
{
    // Continuations run elsewhere: they are .NET's, and must not run inside a step of the loop.
    private readonly TaskCompletionSource<T> _source = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal Task<T> Task => _source.Task;

    /// <summary>The future will never come.</summary>
    internal void Cancel() => _source.TrySetCanceled();

    internal void Fail(Exception exception) => _source.TrySetException(exception);

    public void OnDone(Future future)
    {
        switch (future.TakeFault())
        {
            case null:
                _source.TrySetResult(result(future));
                break;
            case CancelledException when future.IsCancelled:
                _source.TrySetCanceled();
                break;
            case { } fault:
                _source.TrySetException(fault);
                break;
        }
    }
}
