namespace Coroutines;

/// <summary>Someone in a future's FIFO list of those who want to know when it is done (rule 11).</summary>
internal interface IFutureWaiter
{
    /// <summary>Called once, when the future is done; schedules whatever follows, and runs no user code.</summary>
    void OnDone(Future future);
}
