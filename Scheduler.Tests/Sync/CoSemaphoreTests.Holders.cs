using static Coroutines.Awaitable;

namespace Coroutines.Tests.Sync;

/// <summary>Who holds the places of a semaphore.</summary>
public partial class CoSemaphoreTests
{
    [Test]
    public void Holders_AreThoseThatAcquired_InOrder([Values] bool byHand)
    {
        var gate = new CoSemaphore(2, "slots");
        CoTask a = _rig.Start(Use(1.0), "a");
        CoTask b = _rig.Start(Use(2.0), "b");
        CoTask c = _rig.Start(Use(3.0), "c");
        gate.Holders.ShouldBeEmpty();
        _rig.Run(Main());
        gate.Holders.ShouldBeEmpty();
        gate.Value.ShouldBe(2);

        IEnumerator<Awaitable> Main()
        {
            yield return Sleep(0.5);
            gate.Holders.ShouldBe([a, b]);
            yield return Sleep(1.0);
            gate.Holders.ShouldBe([b, c]);
            yield return Sleep(1.0);
            gate.Holders.ShouldBe([c]);
            yield return c;
        }

        IEnumerator<Awaitable> Use(double seconds)
        {
            yield return gate.Acquire().Into(out var held);
            if (byHand)
            {
                yield return Sleep(seconds);
                gate.Release();
                yield break;
            }

            using (held.Result)
            {
                yield return Sleep(seconds);
            }
        }
    }

    [Test]
    public void Holders_ThatHaveSeveralPlaces_AreThereOnceUntilTheLast()
    {
        var gate = new CoSemaphore(3);
        _rig.Run(Main());

        IEnumerator<Awaitable> Main()
        {
            CoTask other = _rig.Start(Hold(), "other");
            yield return other;
            yield return gate.Acquire();
            yield return gate.Acquire();
            gate.Holders.ShouldBe([other, CoTask.Current!]);
            gate.Release();
            gate.Holders.ShouldBe([other, CoTask.Current!]);
            gate.Release();
            gate.Holders.ShouldBe([other]);
        }

        IEnumerator<Awaitable> Hold()
        {
            yield return gate.Acquire();
        }
    }

    [Test]
    public void Holders_CountOneThatWasWoken_UntilItIsCancelled()
    {
        var gate = new CoSemaphore(1);
        CoTask first = _rig.Start(Take(), "first");
        CoTask second = _rig.Start(Take(), "second");
        CoTask third = _rig.Start(Take(), "third");
        _rig.Run(Main());

        IEnumerator<Awaitable> Main()
        {
            yield return null;
            gate.Holders.ShouldBe([first]);
            gate.Release();
            gate.Holders.ShouldBe([second]);
            second.Cancel();
            yield return Settle(second, out _, includeCancellation: true);
            gate.Holders.ShouldBe([third]);
        }

        IEnumerator<Awaitable> Take()
        {
            yield return gate.Acquire();
        }
    }

    [Test]
    public void Release_ByOneThatHoldsNone_IsForTheOneThatHasHeldForLongest([Values] bool byCallback)
    {
        var gate = new CoSemaphore(2);
        CoTask older = _rig.Start(Take(), "older");
        CoTask newer = _rig.Start(Take(), "newer");
        _rig.Run(Main());

        IEnumerator<Awaitable> Main()
        {
            yield return null;
            gate.Holders.ShouldBe([older, newer]);
            if (byCallback)
            {
                Scheduler.Current.CallSoon(gate.Release);
                yield return null;
                yield return null;
            }
            else
            {
                gate.Release();
            }

            gate.Holders.ShouldBe([newer]);
        }

        IEnumerator<Awaitable> Take()
        {
            yield return gate.Acquire();
        }
    }

    [Test]
    public void Releaser_DisposedByAnotherTask_GivesBackThePlaceOfItsOwn()
    {
        var gate = new CoSemaphore(2);
        CoTask older = _rig.Start(Hold(), "older");
        _rig.Run(Main());

        IEnumerator<Awaitable> Main()
        {
            yield return older;
            yield return gate.Acquire().Into(out var held);
            Releaser mine = held.Result;
            yield return _rig.Start(Dispose(mine), "helper");
            gate.Holders.ShouldBe([older]);
        }

        IEnumerator<Awaitable> Hold()
        {
            yield return gate.Acquire();
        }

        IEnumerator<Awaitable> Dispose(Releaser releaser)
        {
            releaser.Dispose();
            yield break;
        }
    }

    [Test]
    public void Releaser_OfABoundedSemaphoreThatIsFree_LeavesTheNextReleaseAlone()
    {
        var gate = new CoBoundedSemaphore(1, "slots");
        CoTask? owner = null;
        _rig.Run(Main());

        IEnumerator<Awaitable> Main()
        {
            yield return gate.Acquire().Into(out var held);
            Releaser mine = held.Result;
            gate.Release();
            Should.Throw<ArgumentException>(mine.Dispose);
            owner = _rig.Start(Hold(), "owner");
            yield return owner;
            gate.Holders.ShouldBe([owner]);
            gate.Release();
            gate.Holders.ShouldBeEmpty();
        }

        IEnumerator<Awaitable> Hold()
        {
            yield return gate.Acquire();
        }
    }

    [Test]
    public void Holders_AreOneListForAllWhoAsk_UntilSomethingChanges()
    {
        // A report asks once for each of those who wait.
        var gate = new CoSemaphore(3);
        _rig.Run(Main());

        IEnumerator<Awaitable> Main()
        {
            yield return gate.Acquire();
            IReadOnlyList<CoTask> one = gate.Holders;
            gate.Holders.ShouldBeSameAs(one);
            CoTask other = CreateTask(Hold(), "other");
            yield return other;
            gate.Holders.ShouldBe([CoTask.Current!, other]);
            one.ShouldBe([CoTask.Current!]);
            gate.Release();
            gate.Holders.ShouldBe([other]);
            gate.Release();
            gate.Holders.ShouldBeEmpty();
        }

        IEnumerator<Awaitable> Hold()
        {
            yield return gate.Acquire();
        }
    }

    [Test]
    public void Signal_HasNoHolders()
    {
        var signal = new CoSemaphore(0, "signal");
        _rig.Run(Main());

        IEnumerator<Awaitable> Main()
        {
            signal.Release();
            yield return signal.Acquire();
            signal.Holders.ShouldBeEmpty();
            CoTask waiter = CreateTask(Listen(), "listener");
            yield return null;
            signal.Release();
            signal.Holders.ShouldBeEmpty();
            yield return waiter;
        }

        IEnumerator<Awaitable> Listen()
        {
            yield return signal.Acquire();
        }
    }

    [Test]
    public void Holders_ThatAreMany_EqualThoseOfAModel([Values(1, 2, 3)] int seed, [Values(5, 60)] int tasks)
    {
        var random = new Random(seed);
        var gate = new CoSemaphore(1000);
        var model = new List<CoTask>();
        var acting = new CoTask[tasks];
        for (int i = 0; i < tasks; i++)
        {
            acting[i] = _rig.Start(Act(i), $"{i}");
        }

        _rig.Scheduler.RunUntilComplete(Gather(acting));

        // Each step acquires, or releases a place of its own or, if it has none, one of the task that has held for longest.
        IEnumerator<Awaitable> Act(int index)
        {
            for (int i = 0; i < 100; i++)
            {
                CoTask task = acting[index];
                if (random.Next(100) < 55)
                {
                    yield return gate.Acquire();
                    model.Add(task);
                }
                else if (model.Count > 0)
                {
                    gate.Release();
                    Remove(model.Contains(task) ? task : model[0]);
                }

                gate.Holders.ShouldBe(model.Distinct(), ignoreOrder: true);
                gate.Value.ShouldBe(1000 - model.Count);
                if (model.Count > 0)
                {
                    gate.Holders[0].ShouldBe(model[0]);
                }

                yield return null;
            }
        }

        // The newest place, so that the task keeps its rank; the oldest one only if it has no other.
        void Remove(CoTask task) => model.RemoveAt(model.LastIndexOf(task));
    }
}
