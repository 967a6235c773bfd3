using static Coroutines.Awaitable;

namespace Coroutines.Tests.Races;

/// <summary>Locks, events and semaphores.</summary>
internal static class SyncScenarios
{
    private static readonly string[] _names = ["a", "b", "c", "d"];

    internal static IEnumerable<RaceScenario> All =>
    [
        new("CoLock, taken in turns", run =>
        {
            CoLock gate = run.Watch(new CoLock("gate"));
            TakeTurns(run, gate.Acquire, places: 1);
        }),
        new("CoLock, held for a while", run =>
        {
            CoLock gate = run.Watch(new CoLock("gate"));
            TakeTurns(run, gate.Acquire, places: 1, work: 1);
        }),
        new("CoLock, taken again and again", run =>
        {
            CoLock gate = run.Watch(new CoLock("gate"));
            TakeTurns(run, gate.Acquire, places: 1, rounds: 2);
        }),
        new("CoLock, by eager tasks", run =>
        {
            CoLock gate = run.Watch(new CoLock("gate"));
            TakeTurns(run, gate.Acquire, places: 1, eager: true);
        }),
        new("CoLock, awaited for a limited time", run =>
        {
            CoLock gate = run.Watch(new CoLock("gate"));
            // The second one's time is up at the very moment when the first one lets go.
            TakeTurns(run, () => WaitFor(gate.Acquire(), 1), places: 1, work: 1);
            run.MayFail<TimeoutException>();
        }),
        new("CoLock, released by hand", run =>
        {
            CoLock gate = run.Watch(new CoLock("gate"));
            run.Start("a", HandOver(gate));
            run.Start("b", HandOver(gate));
            run.Start("c", HandOver(gate));
        }),
        new("CoSemaphore with one place", run =>
        {
            CoSemaphore places = run.Watch(new CoSemaphore(1, "places"));
            TakeTurns(run, places.Acquire, places: 1);
        }),
        new("CoSemaphore with two places", run =>
        {
            CoSemaphore places = run.Watch(new CoSemaphore(2, "places"));
            TakeTurns(run, places.Acquire, places: 2, parties: 4);
        }),
        new("CoSemaphore, taken again and again", run =>
        {
            CoSemaphore places = run.Watch(new CoSemaphore(1, "places"));
            TakeTurns(run, places.Acquire, places: 1, rounds: 2);
        }),
        new("CoSemaphore, released one by one", run => GiveOut(run, atOnce: 1)),
        new("CoSemaphore, released by several places at once", run => GiveOut(run, atOnce: 3)),
        new("CoSemaphore, newcomers behind one that was woken", run => GiveOut(run, atOnce: 3, late: 1)),
        new("CoBoundedSemaphore", run =>
        {
            CoSemaphore places = run.Watch(new CoBoundedSemaphore(2, "places"));
            TakeTurns(run, places.Acquire, places: 2, parties: 4);
        }),
        new("CoEvent, set", run => Broadcast(run, clears: false)),
        new("CoEvent, set and cleared", run => Broadcast(run, clears: true)),
    ];

    /// <summary>Tasks that take a place each, and do something with it that may wait.</summary>
    internal static void TakeTurns(
        RaceRun run,
        Func<Awaitable<Releaser>> acquire,
        int places,
        int parties = 3,
        double work = 0,
        int rounds = 1,
        bool eager = false)
    {
        List<string> order = [];
        int inside = 0;
        string[] names = _names[..parties];
        if (eager)
        {
            run.Start("starter", Starter());
        }
        else
        {
            Array.ForEach(names, name => run.Start(name, Worker(name)));
        }

        // First come, first served: those that were cancelled are missing, and that is all.
        run.AtEnd(() => order.Take(order.Count / rounds).ShouldBeInOrder());
        run.AtEnd(() => inside.ShouldBe(0));

        IEnumerator<Awaitable> Worker(string name)
        {
            for (int i = 0; i < rounds; i++)
            {
                yield return acquire().Into(out var held);
                using (held.Result)
                using (new Cleanup(() => inside--))
                {
                    order.Add(name);
                    (++inside).ShouldBeLessThanOrEqualTo(places);
                    yield return Sleep(work);
                }
            }
        }

        IEnumerator<Awaitable> Starter()
        {
            foreach (string name in names)
            {
                run.Join(CreateTask(Worker(name), name, eager: true));
            }

            yield return null;
        }
    }

    private static IEnumerator<Awaitable> HandOver(CoLock gate)
    {
        yield return gate.Acquire();
        using (new Cleanup(gate.Release))
        {
            yield return null;
            gate.IsLocked.ShouldBeTrue();
        }

        yield return null;
    }

    // Places that one task gives out and the others use up.
    private static void GiveOut(RaceRun run, int atOnce, int late = 0)
    {
        const int Places = 3;
        int released = 0;
        List<string> taken = [];
        CoSemaphore places = new(0, "places");
        run.Watch(places, () => released - taken.Count);
        run.AtEnd(() => taken.ShouldBeInOrder());
        run.Start("a", Taker(0));
        run.Start("giver", Giver());
        run.Start("b", Taker(late));
        run.Start("c", Taker(late));
        run.WhenStuck(() => released < Places && run.WasStruck("giver"), () => Release(Places - released));

        IEnumerator<Awaitable> Taker(int yields)
        {
            for (; yields > 0; yields--)
            {
                yield return null;
            }

            yield return places.Acquire();
            taken.Add(CoTask.Current!.Name);
        }

        IEnumerator<Awaitable> Giver()
        {
            for (int i = 0; i < Places; i += atOnce)
            {
                yield return null;
                Release(atOnce);
            }
        }

        void Release(int count)
        {
            for (; count > 0; count--)
            {
                released++;
                places.Release();
            }
        }
    }

    private static void Broadcast(RaceRun run, bool clears)
    {
        bool wasSet = false;
        CoEvent signal = run.Watch(new CoEvent("signal"));
        foreach (string name in _names[..3])
        {
            run.Start(name, Listener());
        }

        run.Start("setter", Setter());
        run.WhenStuck(() => !wasSet && run.WasStruck("setter"), Set);

        IEnumerator<Awaitable> Listener()
        {
            yield return signal.Wait();
            wasSet.ShouldBeTrue();
        }

        IEnumerator<Awaitable> Setter()
        {
            yield return null;
            Set();
            yield return null;
        }

        void Set()
        {
            wasSet = true;
            signal.Set();
            if (clears)
            {
                signal.Clear();
            }
        }
    }
}
