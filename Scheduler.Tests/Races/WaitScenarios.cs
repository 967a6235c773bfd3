using static Coroutines.Awaitable;

namespace Coroutines.Tests.Races;

/// <summary>Wait and AsCompleted: a cancel of who waits leaves the tasks alone, and nothing of the wait behind.</summary>
internal static class WaitScenarios
{
    internal static IEnumerable<RaceScenario> All =>
    [
        new("Wait for all", run => WaitForSome(run, ReturnWhen.AllCompleted, null)),
        new("Wait for the first", run => WaitForSome(run, ReturnWhen.FirstCompleted, null)),
        new("Wait for the first exception", run => WaitForSome(run, ReturnWhen.FirstException, null, failing: true)),
        new("Wait for all, for a limited time", run => WaitForSome(run, ReturnWhen.AllCompleted, 1)),
        new("Wait for the first, for a limited time", run => WaitForSome(run, ReturnWhen.FirstCompleted, 1)),
        new("Wait for the first exception, for a limited time", run => WaitForSome(run, ReturnWhen.FirstException, 1, failing: true)),
        new("Wait by two tasks", WaitTwice),
        new("AsCompleted, results", run => Complete(run, byTask: false, null)),
        new("AsCompleted, tasks", run => Complete(run, byTask: true, null)),
        new("AsCompleted, with more time than it takes", run => Complete(run, byTask: false, 5)),
        new("AsCompleted, for a limited time", run =>
        {
            Complete(run, byTask: false, 1, endless: true);
            run.MayFail<TimeoutException>();
        }),
        new("AsCompleted, tasks, for a limited time", run =>
        {
            Complete(run, byTask: true, 1, endless: true);
            run.MayFail<TimeoutException>();
        }),
        new("AsCompleted, shared by two", ShareCompletions),
        new("WaitUntil", WaitForPredicate),
    ];

    private static void WaitForSome(RaceRun run, ReturnWhen returnWhen, double? timeout, bool failing = false)
    {
        Future<int> never = run.Watch(run.Scheduler.CreateFuture<int>());
        CoTask<int> x = run.Start<int>("x", failing ? Children.Fail() : Children.Work(1, yields: 1));
        CoTask<int> y = run.Start<int>("y", Children.Work(2, seconds: 1));
        CoTask<int> z = run.Start<int>("z", Children.CleanUp(3));
        run.Start("waiter", Waiter());
        if (failing)
        {
            run.MayFail<IOException>();
        }

        IEnumerator<Awaitable> Waiter()
        {
            Future[] futures = returnWhen == ReturnWhen.FirstCompleted || timeout is not null ? [x, y, z, never] : [x, y, z];
            yield return Wait(futures, timeout, returnWhen).Into(out var result);
            result.Result.Done.All(static future => future.IsDone).ShouldBeTrue("the ones that are done");
            result.Result.Pending.Any(static future => future.IsDone).ShouldBeFalse("one of the pending ones");
            (result.Result.Done.Count + result.Result.Pending.Count).ShouldBe(futures.Length);
        }
    }

    private static void WaitTwice(RaceRun run)
    {
        CoTask<int> x = run.Start<int>("x", Children.Work(1, yields: 2));
        CoTask<int> y = run.Start<int>("y", Children.Work(2, yields: 4));
        Future<int> never = run.Watch(run.Scheduler.CreateFuture<int>());
        run.Start("waiter", Waiter(ReturnWhen.FirstCompleted));
        run.Start("other waiter", Waiter(ReturnWhen.AllCompleted));

        IEnumerator<Awaitable> Waiter(ReturnWhen returnWhen)
        {
            yield return Wait<Future>([x, y, never], 1, returnWhen);
            yield return Wait<Future>([y, never], 1, returnWhen);
        }
    }

    private static void Complete(RaceRun run, bool byTask, double? timeout, bool endless = false)
    {
        CoTask<int> x = run.Start<int>("x", Children.Work(1, yields: 1));
        CoTask<int> y = run.Start<int>("y", Children.Work(2, seconds: 1));
        CoTask<int> z = run.Start<int>("z", Children.Work(3, yields: 1));
        Future<int> never = run.Watch(run.Scheduler.CreateFuture<int>());
        if (endless)
        {
            // Whoever goes on with the iteration no more leaves its timer behind.
            run.LetTimersExpire();
        }

        // Who awaits a result gets the cancel of the task that it is of.
        run.MayBeCancelledAlong("consumer");
        run.Start("consumer", byTask ? ConsumeTasks() : ConsumeResults());

        Future[] Futures() => endless ? [x, y, z, never] : [x, y, z];

        IEnumerator<Awaitable> ConsumeResults()
        {
            foreach (var next in AsCompleted(Futures(), timeout))
            {
                yield return next;
            }
        }

        IEnumerator<Awaitable> ConsumeTasks()
        {
            HashSet<Future> seen = [];
            foreach (var next in AsCompleted(Futures(), timeout).Tasks)
            {
                yield return next;
                next.Result.IsDone.ShouldBeTrue();
                seen.Add(next.Result).ShouldBeTrue();
            }
        }
    }

    private static void ShareCompletions(RaceRun run)
    {
        CoTask<int>[] tasks =
        [
            run.Start<int>("x", Children.Work(1, yields: 2)),
            run.Start<int>("y", Children.Work(2, seconds: 1)),
            run.Start<int>("z", Children.Work(3, seconds: 1)),
        ];
        List<(double Time, int Result)> got = [];
        Completions<CoTask<int>, int>? completions = null;
        run.MayBeCancelledAlong("consumer", "other consumer");
        run.Start("consumer", Consumer());
        run.Start("other consumer", Consumer());
        run.AtEnd(() => got.Select(item => item.Result).ShouldBeUnique());

        // Whoever is left has got the first result as soon as it was there.
        run.AtEnd(() =>
        {
            if (run.HasSucceeded("x") && (run.HasSucceeded("consumer") || run.HasSucceeded("other consumer")))
            {
                got.ShouldContain((0, 1));
            }
        });

        IEnumerator<Awaitable> Consumer()
        {
            completions ??= AsCompleted(tasks);
            foreach (var next in completions)
            {
                yield return next;
                got.Add((run.Scheduler.Time, next.Result));
            }
        }
    }

    private static void WaitForPredicate(RaceRun run)
    {
        bool isReady = false;
        run.Start("a", Waiter());
        run.Start("b", Waiter());

        // Nobody cancels this one: the others would ask for ever.
        run.Scheduler.CreateTask(Setter());

        IEnumerator<Awaitable> Waiter()
        {
            yield return WaitUntil(() => isReady);
            isReady.ShouldBeTrue();
        }

        IEnumerator<Awaitable> Setter()
        {
            yield return null;
            yield return Sleep(0.02);
            isReady = true;
        }
    }
}
