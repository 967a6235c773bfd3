using static Coroutines.Awaitable;

namespace Coroutines.Tests.Races;

/// <summary>Settle, Try and Defer around what waits: what was begun is cleaned up once.</summary>
internal static class GuardScenarios
{
    internal static IEnumerable<RaceScenario> All =>
    [
        new("Settle around a lock", run =>
        {
            CoLock gate = run.Watch(new CoLock("gate"));
            run.Start("a", Worker());
            run.Start("b", Worker());
            run.Start("c", Worker());

            IEnumerator<Awaitable> Worker()
            {
                Awaitable<Releaser> acquire = gate.Acquire();
                yield return Settle(acquire, out var outcome, includeCancellation: true);
                if (outcome.IsSuccess)
                {
                    using (outcome.Result)
                    {
                        yield return null;
                    }
                }
            }
        }),
        new("Settle around a get", run =>
        {
            QueueLedger ledger = new(run, new CoQueue<int>(1, "queue"));
            run.Start("putter", ledger.Put([1, 2, 3]));
            run.Start("getter", Getter());
            run.Start("other getter", Getter());

            // One that swallows a cancel tries again.
            IEnumerator<Awaitable> Getter()
            {
                yield return Settle(ledger.Get(1), out var outcome, includeCancellation: true);
                if (!outcome.IsSuccess)
                {
                    yield return Await(ledger.Get(1));
                }
            }
        }),
        new("Try with a handler and a clean-up that wait", run => CleanUp(run, (body, cleanup) =>
            Try(body).Catch<CancelledException>(_ => Children.Work(0, yields: 2)).Finally(cleanup))),
        new("Try with a clean-up that waits", run => CleanUp(run, (body, cleanup) => Try(body).Finally(cleanup))),
        new("Defer", run => CleanUp(run, (body, cleanup) => Await(Deferring(body, cleanup)))),
        new("Defer around a lock", run =>
        {
            CoLock gate = run.Watch(new CoLock("gate"));
            CleanUp(run, (body, cleanup) => Await(Deferring(body, cleanup)), gate);
        }),
        new("Await of a task of a task", Chain),
    ];

    private static void CleanUp(
        RaceRun run, Func<IEnumerator<Awaitable>, Func<IEnumerator<Awaitable>>, Awaitable> guard, CoLock? gate = null)
    {
        int begun = 0;
        int cleaned = 0;
        run.Start("a", Worker());
        run.Start("b", Worker());

        // The clean-up begins as often as the body, whatever becomes of it.
        run.AtEnd(() => cleaned.ShouldBe(begun));

        IEnumerator<Awaitable> Worker()
        {
            yield return guard(Body(), Cleanup);
        }

        IEnumerator<Awaitable> Body()
        {
            begun++;
            yield return null;
            yield return Sleep(1);
        }

        IEnumerator<Awaitable> Cleanup()
        {
            cleaned++;
            yield return null;
            yield return gate is null ? Sleep(0.5) : Await(HoldFor(gate, 0.5));
        }
    }

    private static IEnumerator<Awaitable> Deferring(IEnumerator<Awaitable> body, Func<IEnumerator<Awaitable>> cleanup)
    {
        Defer(cleanup());
        yield return Await(body);
    }

    private static IEnumerator<Awaitable> HoldFor(CoLock gate, double seconds)
    {
        yield return gate.Acquire().Into(out var held);
        using (held.Result)
        {
            yield return Sleep(seconds);
        }
    }

    private static void Chain(RaceRun run)
    {
        run.MayBeCancelledAlong("a", "b", "c");
        CoTask<int> c = run.Start<int>("c", Children.CleanUp(1));
        CoTask b = run.Start("b", AwaitIt(c));
        run.Start("a", AwaitIt(b));
        run.Start("witness", Children.Work(0, yields: 4, seconds: 2));

        static IEnumerator<Awaitable> AwaitIt(CoTask task)
        {
            yield return task;
        }
    }
}
