using System.Runtime.CompilerServices;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Threads;

/// <summary>A bounded number of threads.</summary>
public sealed class CoThreadPoolTests
{
    [Test]
    public void Pool_RunsNoMoreThanItsThreads_InTheOrderOfSubmission()
    {
        using var pool = new CoThreadPool(maxThreads: 2);
        int running = 0;
        int most = 0;
        List<int> begun = [];

        void Work(int number)
        {
            lock (begun)
            {
                begun.Add(number);
                most = Math.Max(most, ++running);
            }

            Thread.Yield();
            lock (begun)
            {
                running--;
            }
        }

        IEnumerator<Awaitable> Main()
        {
            yield return Gather(Enumerable.Range(0, 50).Select(i => RunInExecutor(pool, () => Work(i))));
        }

        Scheduler.Run(Main());

        most.ShouldBeInRange(1, 2);
        begun.Order().ShouldBe(Enumerable.Range(0, 50));
        pool.ThreadCount.ShouldBeInRange(1, 2);
    }

    [Test]
    public void OneThread_RunsThemOneAfterTheOther()
    {
        using var pool = new CoThreadPool(maxThreads: 1);
        List<int> begun = [];

        IEnumerator<Awaitable> Main()
        {
            yield return Gather(Enumerable.Range(0, 50).Select(i => RunInExecutor(pool, () => begun.Add(i))));
        }

        Scheduler.Run(Main());

        begun.ShouldBe(Enumerable.Range(0, 50));
        (pool.ThreadCount, pool.MaxThreads).ShouldBe((1, 1));
    }

    [Test]
    public void IdleThread_IsUsedAgain()
    {
        using var pool = new CoThreadPool(maxThreads: 8);

        IEnumerator<Awaitable> Main()
        {
            for (int i = 0; i < 20; i++)
            {
                yield return RunInExecutor(pool, () => { });

                // Until the thread has come back to wait.
                yield return Sleep(0.005);
            }
        }

        Scheduler.Run(Main());
        pool.ThreadCount.ShouldBeLessThan(8);
    }

    [Test]
    public void CancelBeforeItHasBegun_KeepsItFromRunning()
    {
        using var pool = new CoThreadPool(maxThreads: 1);
        using var release = new ManualResetEventSlim();
        bool hasRun = false;

        IEnumerator<Awaitable> Main()
        {
            Future blocking = Scheduler.Current.RunInExecutor(pool, release.Wait);
            Future queued = Scheduler.Current.RunInExecutor(pool, () => { hasRun = true; });
            queued.Cancel("too late").ShouldBeTrue();
            release.Set();
            yield return blocking;
            yield return Settle(queued, out Outcome outcome, includeCancellation: true);
            outcome.Exception!.Message.ShouldBe("too late");
        }

        Scheduler.Run(Main());
        pool.Dispose();
        hasRun.ShouldBeFalse();
    }

    [Test]
    public void Dispose_FinishesWhatWasTaken_AndRefusesMore()
    {
        var pool = new CoThreadPool(maxThreads: 1);
        int calls = 0;
        using var scheduler = new Scheduler();
        for (int i = 0; i < 10; i++)
        {
            scheduler.RunInExecutor(pool, () => { Interlocked.Increment(ref calls); });
        }

        pool.Dispose();
        pool.Dispose();

        calls.ShouldBe(10);
        Should.Throw<ObjectDisposedException>(() => scheduler.RunInExecutor(pool, () => 1)).Message.ShouldContain("takes no more work");
    }

    [Test]
    public void Dispose_OnItsOwnThread_IsRefused()
    {
        using var pool = new CoThreadPool(maxThreads: 1);

        IEnumerator<Awaitable> Main()
        {
            yield return Settle(RunInExecutor(pool, pool.Dispose), out Outcome outcome);
            outcome.Exception.ShouldBeOfType<InvalidOperationException>().Message.ShouldContain("wait for itself");
        }

        Scheduler.Run(Main());
    }

    [Test]
    public void Pool_WithoutAThread_IsRefused()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => new CoThreadPool(0));
        Should.Throw<ArgumentNullException>(() => new CoThreadPool(1, null!));
        using var pool = new CoThreadPool();
        pool.MaxThreads.ShouldBe(Math.Min(32, Environment.ProcessorCount + 4));
        pool.ThreadCount.ShouldBe(0);
    }

    [Test]
    public void Scheduler_DisposedWhileAFunctionRuns_DropsTheResult()
    {
        using var pool = new CoThreadPool(maxThreads: 1);
        using var release = new ManualResetEventSlim();
        var scheduler = new Scheduler();
        Future future = scheduler.RunInExecutor(pool, release.Wait);
        scheduler.Dispose();
        release.Set();
        pool.Dispose();

        future.IsDone.ShouldBeFalse();
    }

    [Test]
    public void IdleThread_EndsAfterAWhile_AndAnotherOneIsStartedForNewWork()
    {
        using var pool = new CoThreadPool(maxThreads: 2, "idle", idleLimit: TimeSpan.FromMilliseconds(20));
        Scheduler.Run(Work());
        WaitUntil(() => pool.ThreadCount == 0);
        Scheduler.Run(Work());

        IEnumerator<Awaitable> Work()
        {
            yield return RunInExecutor(pool, () => 1).Into(out var one);
            one.Result.ShouldBe(1);
        }
    }

    [Test]
    public void IdleThread_KeepsNothingThatItHasRun()
    {
        using var pool = new CoThreadPool(maxThreads: 1);
        WeakReference[] over = Run(pool);
        WaitUntil(() => AreGone(over));
        pool.ThreadCount.ShouldBe(1);

        [MethodImpl(MethodImplOptions.NoInlining)]
        static WeakReference[] Run(CoThreadPool pool)
        {
            var scheduler = new Scheduler();
            object result = new();
            scheduler.RunUntilComplete(Main());
            return [new WeakReference(scheduler), new WeakReference(result)];

            IEnumerator<Awaitable> Main()
            {
                yield return RunInExecutor(pool, () => result);
            }
        }
    }

    [Test]
    public void DroppedSchedulers_AreLeftToTheGarbageCollector_AndTheirThreadsEnd()
    {
        List<WeakReference> schedulers = [];
        List<Thread> threads = [];
        for (int i = 0; i < 20; i++)
        {
            UseAndDrop();
        }

        WaitUntil(() => AreGone([.. schedulers]) && threads.TrueForAll(thread => !thread.IsAlive));

        [MethodImpl(MethodImplOptions.NoInlining)]
        void UseAndDrop()
        {
            var scheduler = new Scheduler();
            schedulers.Add(new WeakReference(scheduler));
            CoTask task = scheduler.CreateTask(Main());
            var wait = new SpinWait();
            while (!task.IsDone)
            {
                scheduler.Tick(0.016);
                wait.SpinOnce();
            }
        }

        IEnumerator<Awaitable> Main()
        {
            yield return ToThread(() =>
            {
                lock (threads)
                {
                    threads.Add(Thread.CurrentThread);
                }
            });
        }
    }

    [Test]
    public void DroppedPool_RunsWhatItWasGiven()
    {
        using var release = new ManualResetEventSlim();
        var scheduler = new Scheduler();
        Future<int> last = Give();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        release.Set();
        scheduler.RunUntilComplete(last).ShouldBe(2);
        scheduler.Dispose();

        [MethodImpl(MethodImplOptions.NoInlining)]
        Future<int> Give()
        {
            var pool = new CoThreadPool(maxThreads: 1);
            scheduler.RunInExecutor(pool, release.Wait);
            return scheduler.RunInExecutor(pool, () => 2);
        }
    }

    private static bool AreGone(WeakReference[] objects)
    {
        Garbage.Collect(objects);
        GC.WaitForPendingFinalizers();
        return Array.TrueForAll(objects, static weak => !weak.IsAlive);
    }

    // Threads end when they end.
    private static void WaitUntil(Func<bool> isSo) => SpinWait.SpinUntil(isSo, TimeSpan.FromSeconds(60)).ShouldBeTrue();
}
