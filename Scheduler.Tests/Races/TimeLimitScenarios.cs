using static Coroutines.Awaitable;

namespace Coroutines.Tests.Races;

/// <summary>Timeouts and WaitFor: the clean-up is waited for, no timer is left, and no cancel is counted that is not there.</summary>
internal static class TimeLimitScenarios
{
    internal static IEnumerable<RaceScenario> All =>
    [
        new("Timeout that does not expire", run => Limit(run, 2, Children.Work(1, seconds: 1))),
        new("Timeout that expires", run => Limit(run, 1, Children.Work(1, seconds: 2))),
        new("Timeout that expires in the moment of the result", run => Limit(run, 1, Children.Work(1, seconds: 1))),
        new("Timeout of nothing", run => Limit(run, 0, Children.Work(1, yields: 2))),
        new("Timeout around a slow clean-up", run => Limit(run, 0.5, Children.CleanUp(1))),
        new("Timeouts, nested", run => Nest(run, 1, 2)),
        new("Timeouts, nested, the inner one first", run => Nest(run, 2, 1)),
        new("Timeouts, nested, both at once", run => Nest(run, 1, 1)),
        new("Timeout that is moved", run => Move(run, 3)),
        new("Timeout that is lifted", run => Move(run, null)),
        new("Timeout that is closed in the moment when it expires", Close),
        new("Timeout that is moved in the moment when it expires", MoveLate),
        new("WaitFor a coroutine", run => WaitForCoroutine(run, 2, Children.Work(1, seconds: 1))),
        new("WaitFor a coroutine that takes too long", run => WaitForCoroutine(run, 0.5, Children.CleanUp(1))),
        new("WaitFor a coroutine, no time", run => WaitForCoroutine(run, 0, Children.Work(1, yields: 1))),
        new("WaitFor a coroutine, any time", run => WaitForCoroutine(run, null, Children.Work(1, yields: 2))),
        new("WaitFor a task", run => WaitForTask(run, 2, Children.Work(1, seconds: 1))),
        new("WaitFor a task that takes too long", run => WaitForTask(run, 0.5, Children.CleanUp(1))),
        new("WaitFor a task, in the moment of its result", run => WaitForTask(run, 1, Children.Work(1, seconds: 1))),
        new("WaitFor a task, no time", run => WaitForTask(run, 0, Children.CleanUp(1))),
        new("WaitFor a task, any time", run => WaitForTask(run, null, Children.Work(1, yields: 2))),
        new("WaitFor a task that swallows", run => WaitForTask(run, 0.5, Children.Swallow(1))),
        new("WaitFor a future", run => WaitForFuture(run, 2)),
        new("WaitFor a future, in the moment of its result", run => WaitForFuture(run, 1)),
        new("WaitFor a future, no time", run => WaitForFuture(run, 0)),
        new("WaitFor a future, any time", run => WaitForFuture(run, null)),
    ];

    private static void Limit(RaceRun run, double seconds, IEnumerator<Awaitable> body)
    {
        run.MayFail<TimeoutException>();
        run.Start("witness", Children.Work(0, yields: 3, seconds: 3));
        run.Start("limited", Limited());

        IEnumerator<Awaitable> Limited()
        {
            using (Timeout(seconds))
            {
                yield return Await<int>(body).Into(out var result);
                result.Result.ShouldBe(1);
            }

            yield return null;
        }
    }

    private static void Nest(RaceRun run, double outerSeconds, double innerSeconds)
    {
        run.MayFail<TimeoutException>();
        run.Start("limited", Limited());
        run.Start("other", Children.Work(0, seconds: 1));

        IEnumerator<Awaitable> Limited()
        {
            using (Timeout(outerSeconds))
            {
                yield return Settle(Inner(), out var outcome);
                outcome.IsSuccess.ShouldBeFalse();
                yield return Sleep(3);
            }
        }

        IEnumerator<Awaitable> Inner()
        {
            using (Timeout(innerSeconds))
            {
                yield return Sleep(5);
            }
        }
    }

    private static void Move(RaceRun run, double? when)
    {
        CoTimeout? timeout = null;
        run.MayFail<TimeoutException>();
        run.MayFail<InvalidOperationException>();
        run.Start("limited", Limited());
        run.Start("mover", Mover());

        IEnumerator<Awaitable> Limited()
        {
            using (timeout = Timeout(1))
            {
                yield return Sleep(2);
            }
        }

        IEnumerator<Awaitable> Mover()
        {
            yield return null;
            timeout?.Reschedule(1);
            yield return Sleep(0.5);
            timeout?.Reschedule(when);
        }
    }

    private static void Close(RaceRun run)
    {
        run.Start("limited", Limited());

        static IEnumerator<Awaitable> Limited()
        {
            using (Timeout(0))
            {
                // Nothing is awaited, so nothing is cut short.
            }

            yield return null;
            yield return Sleep(1);
        }
    }

    private static void MoveLate(RaceRun run)
    {
        CoTimeout? timeout = null;
        run.Start("limited", Limited());
        run.Start("other", Children.Work(0, yields: 2, seconds: 1));

        IEnumerator<Awaitable> Limited()
        {
            // Both timers fire in one iteration, this one first.
            TimerHandle mover = run.Scheduler.CallLater(1, () => timeout!.Reschedule(3));
            using (new Cleanup(mover.Cancel))
            using (timeout = Timeout(1))
            {
                yield return Sleep(2);
            }
        }
    }

    private static void WaitForCoroutine(RaceRun run, double? seconds, IEnumerator<Awaitable> body)
    {
        run.MayFail<TimeoutException>();
        run.Start("waiter", Waiter());
        run.Start("witness", Children.Work(0, yields: 3, seconds: 2));

        IEnumerator<Awaitable> Waiter()
        {
            yield return WaitFor<int>(body, seconds).Into(out var result);
            result.Result.ShouldBe(1);
        }
    }

    private static void WaitForTask(RaceRun run, double? seconds, IEnumerator<Awaitable> body)
    {
        run.MayFail<TimeoutException>();
        run.MayBeCancelledAlong("waiter");
        run.MayBeCancelled("inner");
        run.Start("waiter", Waiter());
        run.Encloses("waiter", "inner");

        IEnumerator<Awaitable> Waiter()
        {
            CoTask<int> inner = run.Join(CreateTask<int>(body, "inner"));
            yield return WaitFor(inner, seconds).Into(out var result);
            result.Result.ShouldBe(1);
        }
    }

    private static void WaitForFuture(RaceRun run, double? seconds)
    {
        Future<int> future = run.Watch(run.Scheduler.CreateFuture<int>());
        run.MayFail<TimeoutException>();
        run.Start("waiter", Waiter());
        run.Start("giver", Giver());
        run.WhenStuck(() => run.WasStruck("giver"), () => future.SetResult(1));

        IEnumerator<Awaitable> Waiter()
        {
            yield return WaitFor(future, seconds).Into(out var result);
            result.Result.ShouldBe(1);
        }

        IEnumerator<Awaitable> Giver()
        {
            yield return Sleep(1);
            if (!future.IsDone)
            {
                future.SetResult(1);
            }
        }
    }
}
