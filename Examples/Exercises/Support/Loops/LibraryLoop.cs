namespace Coroutines.Exercises;

/// <summary>The library's scheduler, in the role of the loop that the learner writes.</summary>
public sealed class LibraryLoop : IEventLoop
{
    private readonly Scheduler _scheduler = new(new SchedulerOptions { TimeProvider = new VirtualClock() });

    public double Time => _scheduler.Time;

    public void CallSoon(Action callback) => _scheduler.CallSoon(callback);

    public void CallLater(double seconds, Action callback) => _scheduler.CallLater(seconds, callback);

    public void Run()
    {
        try
        {
            _scheduler.RunForever();
        }
        catch (DeadlockException)
        {
            // Under a virtual clock, this is how a run without end says that nothing can happen any more.
        }
    }
}
