using static Coroutines.Awaitable;

namespace Coroutines.Tests.Interop;

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
}
