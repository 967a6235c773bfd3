namespace Coroutines;

/// <summary>A waiter that may lose interest before the future is done, and then says so by <see cref="Future.Forget"/>.</summary>
internal interface ILeavingWaiter : IFutureWaiter
{
    /// <summary>Whether it has lost interest, for good: <see cref="IFutureWaiter.OnDone"/> does nothing any more.</summary>
    bool HasLeft { get; }
}
