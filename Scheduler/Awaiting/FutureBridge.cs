namespace Coroutines;

/// <summary>Completes a .NET task when a future is done.</summary>
/// <param name="result">The result of the future.</param>
/// <param name="canceller">A token that cancels the future; the .NET task says then that it was this one.</param>
internal sealed class FutureBridge<T>(Func<Future, T> result, CancellationToken canceller = default) : IFutureWaiter
{
    // Continuations run elsewhere: they are .NET's, and must not run inside a step of the loop.
    private readonly TaskCompletionSource<T> _source = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal Task<T> Task => _source.Task;

    /// <summary>The future will never come.</summary>
    internal void Cancel() => Cancel(default);

    internal void Fail(Exception exception) => _source.TrySetException(exception);

    public void OnDone(Future future)
    {
        switch (future.TakeFault())
        {
            case null:
                _source.TrySetResult(result(future));
                break;
            case CancelledException cancel when future.IsCancelled:
                Cancel(cancel.CancellationToken);
                break;
            case { } fault:
                _source.TrySetException(fault);
                break;
        }
    }

    private void Cancel(CancellationToken token) =>
        _source.TrySetCanceled(canceller.IsCancellationRequested ? canceller : token);
}
