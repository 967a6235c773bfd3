using static Coroutines.Awaitable;

namespace Coroutines.Tests.Races;

/// <summary>Conditions: a notification that was given reaches somebody who waits.</summary>
internal static class ConditionScenarios
{
    private static readonly string[] _waiters = ["a", "b", "c"];

    internal static IEnumerable<RaceScenario> All =>
    [
        new("CoCondition, its lock taken in turns", run =>
        {
            CoCondition change = run.Watch(new CoCondition(name: "change"));
            SyncScenarios.TakeTurns(run, change.Acquire, places: 1);
        }),
        new("CoCondition, each notifies the next", run => PassOn(run, holds: false)),
        new("CoCondition, each notifies the next, and keeps the lock", run => PassOn(run, holds: true)),
        new("CoCondition, one notified at a time", run => Notify(run, change => change.Notify(), times: 3, holds: false)),
        new("CoCondition, two notified at a time", run => Notify(run, change => change.Notify(2), times: 2, holds: true)),
        new("CoCondition, all notified", run => Notify(run, change => change.NotifyAll(), times: 1, holds: false)),
        new("CoCondition, all notified by one who keeps the lock", run => Notify(run, change => change.NotifyAll(), times: 1, holds: true)),
        new("CoCondition, waiting for a predicate", run => TakeStock(run, notifiesAll: false)),
        new("CoCondition, all ask their predicate", run => TakeStock(run, notifiesAll: true)),
        new("CoCondition, two that share a lock", Share),
        new("CoCondition, waiting for a limited time", run =>
        {
            Notify(run, change => change.NotifyAll(), times: 1, holds: true, limit: 1);
            run.MayFail<TimeoutException>();
        }),
    ];

    private static IEnumerator<Awaitable> Locked(CoCondition change, Action action, int yields = 0)
    {
        yield return change.Acquire().Into(out var held);
        using (held.Result)
        {
            action();
            for (; yields > 0; yields--)
            {
                yield return null;
            }
        }
    }

    // One notification goes from hand to hand. A cancelled receiver has to pass it on.
    private static void PassOn(RaceRun run, bool holds)
    {
        bool wasNotified = false;
        CoCondition change = run.Watch(new CoCondition(name: "change"));
        foreach (string name in _waiters)
        {
            run.Start(name, Waiter());
        }

        run.Start("notifier", Notifier());
        run.WhenStuck(() => !wasNotified && run.WasStruck("notifier"), () => run.Scheduler.CreateTask(Locked(change, First)));

        void First()
        {
            wasNotified = true;
            change.Notify();
        }

        IEnumerator<Awaitable> Waiter()
        {
            yield return change.Acquire().Into(out var held);
            using (held.Result)
            {
                yield return change.Wait();
                change.Notify();
                if (holds)
                {
                    yield return Sleep(1);
                }
            }
        }

        IEnumerator<Awaitable> Notifier()
        {
            yield return null;
            yield return Await(Locked(change, First, holds ? 3 : 0));
        }
    }

    private static void Notify(RaceRun run, Action<CoCondition> notify, int times, bool holds, double? limit = null)
    {
        int given = 0;
        CoCondition change = run.Watch(new CoCondition(name: "change"));
        foreach (string name in _waiters)
        {
            run.Start(name, Waiter());
        }

        run.Start("notifier", Notifier());
        run.WhenStuck(
            () => given < times && run.WasStruck("notifier"),
            () => run.Scheduler.CreateTask(Locked(change, change.NotifyAll)));

        void Give()
        {
            given++;
            notify(change);
        }

        IEnumerator<Awaitable> Waiter()
        {
            yield return change.Acquire().Into(out var held);
            using (held.Result)
            {
                yield return WaitFor(change.Wait(), limit);
                change.Holder.ShouldBe(CoTask.Current);
            }
        }

        IEnumerator<Awaitable> Notifier()
        {
            for (int i = 0; i < times; i++)
            {
                yield return limit is null ? Yield() : Sleep(limit.Value);
                yield return Await(Locked(change, Give, holds ? 3 : 0));
            }
        }
    }

    private static void TakeStock(RaceRun run, bool notifiesAll)
    {
        const int Pieces = 3;
        int stock = 0;
        int made = 0;
        int taken = 0;
        CoCondition change = run.Watch(new CoCondition(name: "change"));
        foreach (string name in _waiters)
        {
            run.Start(name, Taker());
        }

        run.Start("maker", Maker());
        run.AtRest(() => (change.Queue.Count > 0 && stock > 0).ShouldBeFalse("Somebody waits for what is there."));
        run.AtEnd(() => (taken + stock).ShouldBe(made));
        run.WhenStuck(
            () => made < Pieces && run.WasStruck("maker"),
            () =>
            {
                while (made < Pieces)
                {
                    run.Scheduler.CreateTask(Locked(change, Make));
                    made++;
                }
            });

        void Make()
        {
            stock++;
            if (notifiesAll)
            {
                change.NotifyAll();
            }
            else
            {
                change.Notify();
            }
        }

        IEnumerator<Awaitable> Taker()
        {
            yield return change.Acquire().Into(out var held);
            using (held.Result)
            {
                yield return change.WaitFor(() => stock > 0);
                stock--;
                taken++;
            }
        }

        IEnumerator<Awaitable> Maker()
        {
            for (int i = 0; i < Pieces; i++)
            {
                yield return null;
                yield return Await(Locked(change, () =>
                {
                    made++;
                    Make();
                }));
            }
        }
    }

    private static void Share(RaceRun run)
    {
        CoLock gate = new("gate");
        CoCondition full = run.Watch(new CoCondition(gate, "full"));
        CoCondition empty = run.Watch(new CoCondition(gate, "empty"));
        int level = 0;
        run.Start("filler", Fill());
        run.Start("drainer", Drain());
        run.Start("other filler", Fill());
        run.Start("other drainer", Drain());
        run.AtRest(() => (full.Queue.Count > 0 && level == 1).ShouldBeFalse("Somebody waits for what is full."));
        run.AtRest(() => (empty.Queue.Count > 0 && level == 0).ShouldBeFalse("Somebody waits for what is empty."));
        run.WhenStuck(static () => true, () => run.Scheduler.CreateTask(full.Queue.Count > 0 ? Fill() : Drain()));

        IEnumerator<Awaitable> Fill()
        {
            yield return empty.Acquire().Into(out var held);
            using (held.Result)
            {
                yield return empty.WaitFor(() => level == 0);
                level = 1;
                full.Notify();
                yield return null;
            }
        }

        IEnumerator<Awaitable> Drain()
        {
            yield return full.Acquire().Into(out var held);
            using (held.Result)
            {
                yield return full.WaitFor(() => level == 1);
                level = 0;
                empty.Notify();
                yield return null;
            }
        }
    }
}
