using static Coroutines.Awaitable;

namespace Coroutines.Tests.Timers;

/// <summary>What the timers let go of now and then costs no memory. On .NET Standard a sort takes a copy.</summary>
internal sealed class SweepAllocationTests
{
    private const int Frames = 10_000;

    [Test]
    public void TimersThatAreSetAnewInEachFrame_AllocateNothing()
    {
        using var scheduler = new Scheduler();
        var group = new CoGroup(scheduler);
        for (int i = 0; i < 1000; i++)
        {
            group.CreateTask(Sleeping());
        }

        Run(group);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Run(group);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(1_000);

        static IEnumerator<Awaitable> Sleeping()
        {
            yield return Sleep(1e9);
        }
    }

    private static void Run(CoGroup group)
    {
        for (int i = 0; i < Frames; i++)
        {
            group.TimeScale = 1.5 - group.TimeScale;
            group.Scheduler.Tick(1.0 / 1024);
        }
    }
}
