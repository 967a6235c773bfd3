using static Coroutines.Awaitable;

namespace Coroutines.Tests.Multicore;

// How they end.
public sealed partial class SchedulerGroupTests
{
    [Test]
    public void Dispose_WhileAllAskEachOther_Ends_AndEveryCleanUpRuns()
    {
        int begun = 0;
        int cleaned = 0;
        using var busy = new ManualResetEventSlim();
        var options = new SchedulerGroupOptions { MaxCalls = 5, Main = Main, Scheduler = _ => new SchedulerOptions { ExceptionHandler = Report } };
        var group = new SchedulerGroup(3, options);
        busy.Wait();
        group.Dispose();

        begun.ShouldBeGreaterThanOrEqualTo(1000);
        cleaned.ShouldBe(begun);
        group.ShouldAllBe(static loop => loop.UnderWay == 0 && loop.Waiting == 0);
        _log.ShouldBeEmpty();
        group.Completion.Status.ShouldBe(TaskStatus.RanToCompletion);

        void Report(ExceptionContext context)
        {
            if (context.Exception is not SchedulerStoppedException)
            {
                _log.Enqueue(context.Message);
            }
        }

        IEnumerator<Awaitable> Main(GroupedScheduler loop)
        {
            for (int i = 0; i < 10; i++)
            {
                CreateTask(Asker(loop, i));
            }

            yield return Sleep(1_000_000);
        }

        IEnumerator<Awaitable> Asker(GroupedScheduler loop, int number)
        {
            for (int i = number; ; i++)
            {
                int length = i;
                yield return Settle(loop.Group[(loop.Index + 1 + (i & 1)) % 3].Ask(() => Handler(loop, length)), out Outcome outcome);
                if (!outcome.IsSuccess)
                {
                    yield break;
                }
            }
        }

        IEnumerator<Awaitable> Handler(GroupedScheduler asker, int length)
        {
            if (Interlocked.Increment(ref begun) == 1000)
            {
                busy.Set();
            }

            try
            {
                yield return length % 7 == 0 ? asker.Ask(Noop) : null;
            }
            finally
            {
                Interlocked.Increment(ref cleaned);
            }
        }
    }

    [Test]
    public void Stop_CancelsTheMains_WhoseCleanUpsMayStillAskTheOthers()
    {
        using var started = new CountdownEvent(2);
        var group = new SchedulerGroup(2, new SchedulerGroupOptions { Main = Main });
        started.Wait();
        group.Dispose();

        _log.Order().ShouldBe(["0 cleaned up", "1 cleaned up", "for 0", "for 1"]);

        IEnumerator<Awaitable> Main(GroupedScheduler loop)
        {
            Defer(CleanUp(loop));
            started.Signal();
            yield return Sleep(1_000_000);
        }

        IEnumerator<Awaitable> CleanUp(GroupedScheduler loop)
        {
            yield return loop.Group[1 - loop.Index].Ask(() => Log($"for {loop.Index}"));
            _log.Enqueue($"{loop.Index} cleaned up");
        }

        IEnumerator<Awaitable> Log(string line)
        {
            yield return Sleep(0.001);
            _log.Enqueue(line);
        }
    }

    [Test]
    public void Stop_FromACoroutineOfItsOwn_EndsTheGroup_AndDisposeThereIsRefused()
    {
        var group = new SchedulerGroup(2);
        string refusal = group[1].AskThreadsafe<string>(Stopper).Result;
        group.Completion.Wait();
        group.Dispose();

        refusal.ShouldContain("would wait for itself");
        group.ToString().ShouldBe("group 'loops' (2 loops, ended)");
        group[0].ToString().ShouldBe("loop 0, scheduler 'loops-0' (stopped, 0 under way)");

        IEnumerator<Awaitable> Stopper()
        {
            string message = Should.Throw<InvalidOperationException>(group.Dispose).Message;
            Should.Throw<InvalidOperationException>(group.Join);

            // It ends before the stop can reach it.
            group.Stop();
            yield return Return(message);
        }
    }

    [Test]
    public void Dispose_JoinsTheThreads_AndMoreAsksFail()
    {
        var group = new SchedulerGroup(2);
        Thread[] threads = [.. group.Select(static loop => loop.AskThreadsafe<Thread>(OwnThread).Result)];
        group.Dispose();
        group.Dispose();

        threads.ShouldAllBe(static thread => !thread.IsAlive);
        group.ShouldAllBe(static loop => loop.Scheduler.IsDisposed);
        Should.Throw<AggregateException>(group[0].AskThreadsafe(Noop).Wait).InnerException.ShouldBeOfType<SchedulerStoppedException>();

        static IEnumerator<Awaitable> OwnThread()
        {
            yield return Return(Thread.CurrentThread);
        }
    }

    [Test]
    public void FailureOfAMain_IsReported_StopsTheGroup_AndComesOutOfJoin()
    {
        using var group = new SchedulerGroup(2, new SchedulerGroupOptions { Main = Main, Scheduler = Reporting });

        Should.Throw<IOException>(group.Join).Message.ShouldBe("main of 1");
        group.Completion.Exception!.InnerExceptions.ShouldHaveSingleItem().Message.ShouldBe("main of 1");
        _log.ShouldBe(["1: The main coroutine of a loop has failed: main of 1"]);

        static IEnumerator<Awaitable> Main(GroupedScheduler loop)
        {
            yield return loop.Group[0].Ask(Noop);
            yield return loop.Index == 1 ? Await(Failing()) : Sleep(1_000_000);
        }

        static IEnumerator<Awaitable> Failing()
        {
            yield return null;
            throw new IOException("main of 1");
        }
    }

    [Test]
    public void LoopThatEndsByAnError_IsReported_AndStopsTheGroup([Values] bool isBeforeItsMain)
    {
        using var group = new SchedulerGroup(2, new SchedulerGroupOptions { Main = Main, Scheduler = Reporting });

        Should.Throw<Exception>(group.Join).Message.ShouldBe("out of the loop");
        _log.ShouldBe(["1: A loop of a group has ended by an error: out of the loop"]);
        Should.Throw<AggregateException>(group[1].AskThreadsafe(Noop).Wait).InnerException!.InnerException!.Message.ShouldBe("out of the loop");

        IEnumerator<Awaitable> Main(GroupedScheduler loop)
        {
            if (loop.Index == 0)
            {
                return Forever();
            }

            return isBeforeItsMain ? throw new IOException("out of the loop") : Interrupted();
        }

        static IEnumerator<Awaitable> Interrupted()
        {
            yield return null;
            throw new KeyboardInterruptException("out of the loop");
        }
    }

    [Test]
    public void Join_WaitsForTheMains_ThenEndsTheGroup()
    {
        var group = new SchedulerGroup(3, new SchedulerGroupOptions { Main = Main });
        group.Join();

        _log.Order().ShouldBe(["0", "1", "2"]);
        (group.IsStopping, group.Completion.IsCompleted).ShouldBe((true, true));

        IEnumerator<Awaitable> Main(GroupedScheduler loop)
        {
            yield return loop.Group[(loop.Index + 1) % 3].Ask(Noop);
            _log.Enqueue($"{loop.Index}");
        }
    }

    [Test]
    public void Tells_ThatNeverBegan_AreCounted()
    {
        using var isHeld = new ManualResetEventSlim();
        using var isRunning = new ManualResetEventSlim();
        var group = new SchedulerGroup(2, new SchedulerGroupOptions { Scheduler = Reporting, Main = static loop => loop.Index == 0 ? Noop() : Forever() });
        for (int i = 0; i < 5; i++)
        {
            // The end of the first main is known after these.
            group[0].AskThreadsafe(Noop).Wait();
        }

        Task holding = group[0].AskThreadsafe(Holding);
        isRunning.Wait();
        for (int i = 0; i < 3; i++)
        {
            group[0].TellThreadsafe(Noop).Wait();
        }

        group.Stop();
        SpinWait.SpinUntil(() => group[0].Line.IsClosed);
        isHeld.Set();
        group.Dispose();

        holding.IsCompleted.ShouldBeTrue();
        _log.ShouldBe(["0: scheduler 'loop' was stopped: 3 coroutines that it was told to run had not begun, and are lost: "]);

        IEnumerator<Awaitable> Holding()
        {
            isRunning.Set();
            isHeld.Wait();
            yield break;
        }
    }
}
