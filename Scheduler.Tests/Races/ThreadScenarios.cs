using static Coroutines.Awaitable;

namespace Coroutines.Tests.Races;

/// <summary>Functions on other threads, as far as the moments of a run do not depend on when these return.</summary>
internal static class ThreadScenarios
{
    internal static IEnumerable<RaceScenario> All =>
    [
        new("RunInExecutor, queued", run => Queue(run, static (pool, function) => RunInExecutor(pool, function))),
        new("ToThread, queued", run => Queue(run, static (pool, function) =>
        {
            Scheduler.Current.Executor = pool;
            return ToThread(function);
        })),
    ];

    // The pool has one thread, which is busy until the caller has had its turn. A call that is cancelled before that never runs.
    private static void Queue(RaceRun run, Func<CoThreadPool, Func<int>, Awaitable<int>> call)
    {
        CoThreadPool pool = new(1);
        ManualResetEventSlim gate = new();
        int calls = 0;
        bool isAbandoned = false;
        run.Scheduler.RunInExecutor(pool, gate.Wait);
        CoTask caller = run.Start("caller", Caller());

        // Nobody cancels this one: the thread would wait for ever.
        run.Scheduler.CreateTask(Opener());
        run.AtEnd(() =>
        {
            pool.Dispose();
            gate.Dispose();
            calls.ShouldBeInRange(run.HasStruck ? 0 : 1, isAbandoned ? 0 : 1);
        });

        IEnumerator<Awaitable> Caller()
        {
            yield return call(pool, () => Interlocked.Increment(ref calls)).Into(out var result);
            result.Result.ShouldBe(1);
        }

        IEnumerator<Awaitable> Opener()
        {
            for (int i = 0; i < 3; i++)
            {
                yield return null;
            }

            isAbandoned = caller.IsDone;
            gate.Set();
        }
    }
}
