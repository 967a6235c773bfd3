using static Coroutines.Awaitable;

namespace Coroutines.Tests.Diagnostics;

/// <summary>Debug mode's watch over steps that end by an exception, and under a clock that fails.</summary>
public sealed class SlowFailingStepTests
{
    [Test]
    public void SlowStep_ThatThrows_IsReportedToo()
    {
        var clock = new VirtualClock();
        var reports = new List<string>();
        IEnumerator<Awaitable> Slow()
        {
            yield return null;
            clock.Advance(0.5);
            throw new IOException("lost");
        }

        IEnumerator<Awaitable> Main()
        {
            yield return Settle(CreateTask(Slow(), "slow"), out _);
        }

        Scheduler.Run(Main(), new SchedulerOptions
        {
            TimeProvider = clock,
            Debug = true,
            ExceptionHandler = context => reports.Add(context.Message),
        });

        reports.ShouldHaveSingleItem().ShouldStartWith("Slow (task 'slow') took 0.500 s in one step");
    }

}
