using static Coroutines.Awaitable;

namespace Coroutines.Tests.Frames;

/// <summary>A Tick costs what happens in it: nothing is allocated, and nobody is asked who has nothing to do.</summary>
public class TickCostTests
{
    private readonly Scheduler _scheduler = new();

    [TearDown]
    public void DisposeScheduler() => _scheduler.Dispose();

    [Test]
    public void Tick_WithAHundredThousandSleepers_TouchesNoneOfThem()
    {
        int steps = 0;
        for (int i = 0; i < 100_000; i++)
        {
            _scheduler.CreateTask(Sleeper());
        }

        _scheduler.Tick(1);
        steps.ShouldBe(100_000);

        AllocatedBy(() => _scheduler.Tick(0.001)).ShouldBe(0);
        steps.ShouldBe(100_000);
        _scheduler.AllTasks().Count.ShouldBe(100_000);

        IEnumerator<Awaitable> Sleeper()
        {
            while (true)
            {
                steps++;
                yield return Sleep(1e6);
            }
        }
    }

    [Test]
    public void Tick_OfAnEmptyScheduler_AllocatesNothing() =>
        AllocatedBy(() => _scheduler.Tick(0.01)).ShouldBe(0);

    [Test]
    public void Tick_WithBareYields_AllocatesNothing()
    {
        int steps = 0;
        for (int i = 0; i < 10; i++)
        {
            _scheduler.CreateTask(Loop());
        }

        AllocatedBy(() => _scheduler.Tick(0.01)).ShouldBe(0);
        steps.ShouldBeGreaterThan(1000);

        IEnumerator<Awaitable> Loop()
        {
            while (true)
            {
                steps++;
                yield return null;
            }
        }
    }

    [Test]
    public void Tick_WithSleeps_AllocatesNothing([Values(1, 10, 1000)] int sleepers)
    {
        int steps = 0;
        _scheduler.CreateTask(Loop(1e6));
        for (int i = 1; i <= sleepers; i++)
        {
            _scheduler.CreateTask(Loop(0.003 + i % 100 * 0.003));
        }

        AllocatedBy(() => _scheduler.Tick(0.01), sleepers > 100 ? 100 : 1000).ShouldBe(0);
        steps.ShouldBeGreaterThan(1000);

        IEnumerator<Awaitable> Loop(double seconds)
        {
            while (true)
            {
                steps++;
                yield return Sleep(seconds);
            }
        }
    }

    [Test]
    public void Tick_WithAPredicateThatIsFalse_AllocatesNothing()
    {
        int asked = 0;
        _scheduler.CreateTask(Waiter());

        AllocatedBy(() => _scheduler.Tick(0.01)).ShouldBe(0);
        asked.ShouldBeGreaterThan(1000);

        IEnumerator<Awaitable> Waiter()
        {
            yield return WaitUntil(() => ++asked < 0);
        }
    }

    [Test]
    public void FinishedTask_AFrameLater_IsKeptByNothing()
    {
        WeakReference[] finished = RunSome();
        _scheduler.Tick(0.01);
        _scheduler.Tick(0.01);

        Garbage.CollectAndFinalize(finished);

        finished.Count(task => task.IsAlive).ShouldBe(0);

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        WeakReference[] RunSome()
        {
            WeakReference[] tasks = [.. Enumerable.Range(0, 200).Select(i => new WeakReference(_scheduler.CreateTask(Once(i % 3))))];
            _scheduler.Tick(1);
            return tasks;
        }

        static IEnumerator<Awaitable> Once(int kind)
        {
            yield return kind == 0 ? Sleep(0.5) : kind == 1 ? Yield() : WaitUntil(() => true);
        }
    }

    /// <summary>
    /// What many runs allocate after a warm-up. The runtime itself may allocate on this thread while it replaces
    /// code by better code, so the least of several attempts counts: what the library allocates is in each of them.
    /// </summary>
    private static long AllocatedBy(Action action, int runs = 1000)
    {
        long least = long.MaxValue;
        for (int attempt = 0; attempt < 5; attempt++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < runs; i++)
            {
                action();
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
