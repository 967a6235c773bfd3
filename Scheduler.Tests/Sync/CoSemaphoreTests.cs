namespace Coroutines.Tests.Sync;

public partial class CoSemaphoreTests
{
    private readonly Rig _rig = new();

    [TearDown]
    public void TearDown() => _rig.Dispose();

    [Test]
    public void Acquire_WithUsing_GivesThePlaceBackOnce()
    {
        var gate = new CoSemaphore(2);
        _rig.Run(Main());

        IEnumerator<Awaitable> Main()
        {
            yield return gate.Acquire().Into(out var first);
            yield return gate.Acquire().Into(out var second);
            gate.Value.ShouldBe(0);
            Releaser one = first.Result;
            one.Dispose();
            one.Dispose();
            first.Result.Dispose();
            gate.Value.ShouldBe(1);
            second.Result.Dispose();
            gate.Value.ShouldBe(2);

            // An old releaser is not mixed up with a later one of the same place.
            yield return gate.Acquire().Into(out var third);
            Releaser held = third.Result;
            one.Dispose();
            gate.Value.ShouldBe(1);
            held.Dispose();
            gate.Value.ShouldBe(2);
        }
    }

    [Test]
    public void Result_BeforeTheAcquireIsDone_IsAnError()
    {
        var gate = new CoSemaphore(0, "slots");
        CoTask waiter = _rig.Start(Wait());
        _rig.Iterate();
        gate.Release();
        _rig.Iterate();
        waiter.IsDone.ShouldBeTrue();
        gate.IsLocked.ShouldBeFalse();

        IEnumerator<Awaitable> Wait()
        {
            Awaitable<Releaser> acquire = gate.Acquire();
            Should.Throw<InvalidStateException>(() => acquire.Result).Message.ShouldBe(
                "No place of semaphore 'slots' was acquired by this: the Acquire is not done yet. Yield it first, then read its Result.");
            yield return acquire;
            using (acquire.Result)
            {
            }
        }
    }

    [Test]
    public void Release_ByHand_MayBeDoneByAnybody()
    {
        var gate = new CoSemaphore(0);
        _rig.Scheduler.CallSoon(gate.Release);
        _rig.Run(Main());

        IEnumerator<Awaitable> Main()
        {
            yield return gate.Acquire();
            gate.Release();
            gate.Release();
            gate.Value.ShouldBe(2);
        }
    }

    [Test]
    public void Semaphore_TellsHowItStandsAndWhoWaits()
    {
        var gate = new CoSemaphore(1, "slots");
        gate.ToString().ShouldBe("semaphore 'slots' [1 free]");
        _rig.Start(Take());
        CoTask second = _rig.Start(Take());
        _rig.Iterate();
        gate.Waiters.ShouldBe([second]);
        gate.ToString().ShouldBe("semaphore 'slots' [locked, 1 waiting]");

        IEnumerator<Awaitable> Take()
        {
            yield return gate.Acquire();
        }
    }

    [Test]
    public void Constructor_BelowZero_IsAnErrorOfTheArgument() =>
        Should.Throw<ArgumentOutOfRangeException>(() => new CoSemaphore(-1)).ParamName.ShouldBe("value");

    [Test]
    public void BoundedSemaphore_ReleasedTooOften_NamesItAndTheTask()
    {
        var gate = new CoBoundedSemaphore(1, "slots");
        _rig.Run(Main());
        gate.Value.ShouldBe(1);

        IEnumerator<Awaitable> Main()
        {
            yield return gate.Acquire();
            gate.Release();
            Should.Throw<ArgumentException>(gate.Release).Message.ShouldBe(
                "Main (task 'Task-1') releases semaphore 'slots', whose 1 places are all free. Release it once for each Acquire.");
        }
    }

    [Test]
    public void Release_OfManyAtOnce_WakesManyInOneStep()
    {
        const int Count = 50_000;
        var gate = new CoSemaphore(0);
        int had = 0;
        for (int i = 0; i < Count; i++)
        {
            _rig.Start(Take());
        }

        // Each release looks for the first one that is still waiting; a scan would take hours here.
        _rig.Iterate();
        for (int i = 0; i < Count; i++)
        {
            gate.Release();
        }

        _rig.Iterate();
        had.ShouldBe(Count);

        IEnumerator<Awaitable> Take()
        {
            yield return gate.Acquire();
            had++;
        }
    }
}
