namespace Coroutines;

/// <summary>Tells a race, in the iteration after it, that one of its children is done.</summary>
internal sealed class RaceRunner(Scheduler scheduler, Action<int> finished, int index) : IFutureWaiter, IRunnable
{
    public void OnDone(Future future) => scheduler.Ready.Enqueue(this);

    public void Run() => finished(index);

    public void Fail(Exception exception) => Rethrow.Throw(exception);
}
