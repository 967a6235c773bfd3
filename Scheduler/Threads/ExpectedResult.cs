namespace Coroutines;

/// <summary>A future that another thread completes: the loop counts on it until it is done, by that or by a cancel.</summary>
internal sealed class ExpectedResult : IFutureWaiter
{
    private readonly Outside _outside;

    private ExpectedResult(Outside outside)
    {
        _outside = outside;
        _outside.Expected++;
    }

    internal static void Of(Scheduler scheduler, Future future) => future.AddWaiter(new ExpectedResult(scheduler.Outside));

    public void OnDone(Future future) => _outside.Expected--;
}
