using static Coroutines.Awaitable;

namespace Coroutines.Tests.Diagnostics;

/// <summary>What reports say of primitives: who waits, who holds, and who waits for whom in a ring.</summary>
public sealed class HoldersAndRingsTests
{
    private Rig _rig = null!;

    [SetUp]
    public void SetUp() => _rig = new Rig();

    [TearDown]
    public void TearDown() => _rig.Dispose();

    [Test]
    public void Semaphores_TakenInOppositeOrder_AreARing()
    {
        var left = new CoSemaphore(1, "left");
        var right = new CoBoundedSemaphore(1, "right");
        CoTask a = _rig.Start(TakeBoth(left, right), "a");
        _rig.Start(TakeBoth(right, left), "b");
        _rig.Iterate(2);

        ShouldShow(
            "a (Waiting) TakeBoth: waiting for semaphore 'right' held by task 'b'",
            "b (Waiting) TakeBoth: waiting for semaphore 'left' held by task 'a'",
            "Ring: task 'a' → task 'b' → task 'a'");
        Should.Throw<DeadlockException>(() => _rig.Scheduler.RunUntilComplete(a))
            .Message.ShouldContain("Ring: task 'a' → task 'b' → task 'a'");

        IEnumerator<Awaitable> TakeBoth(CoSemaphore first, CoSemaphore second)
        {
            yield return first.Acquire();
            yield return null;
            yield return second.Acquire();
        }
    }

    [Test]
    public void Semaphore_AcquiredByItsOnlyHolder_IsARingOfOne()
    {
        var gate = new CoSemaphore(1, "gate");
        string message = Should.Throw<DeadlockException>(() => _rig.Run(TakeTwice())).Message;
        message.ShouldContain("waiting for semaphore 'gate' held by task 'Task-1'");
        message.ShouldContain("Ring: task 'Task-1' → task 'Task-1'");

        IEnumerator<Awaitable> TakeTwice()
        {
            yield return gate.Acquire();
            yield return gate.Acquire();
        }
    }

    [Test]
    public void Semaphore_OneOfWhoseHoldersCanGoOn_IsInNoRing()
    {
        var places = new CoSemaphore(2, "places");
        var limiter = new CoLimiter(2, "limiter");
        var gate = new CoLock("gate");
        _rig.Start(HoldPlaceAndWant(gate), "a");
        _rig.Start(HoldPlaceAndSleep(), "b");
        _rig.Start(HoldLockAndWant(gate, places.Acquire()), "c");
        _rig.Iterate(3);

        // b gives its place to c some day, which releases the lock then.
        ShouldShow(
            "a (Waiting) HoldPlaceAndWant: waiting for lock 'gate' held by task 'c'",
            "b (Waiting) HoldPlaceAndSleep: sleeping until 9 s (in 9 s)",
            "c (Waiting) HoldLockAndWant: waiting for semaphore 'places' held by task 'a', task 'b'");

        var other = new CoLock("other");
        _rig.Start(HoldLockAndWant(other, limiter.Acquire()), "d");
        _rig.Iterate();
        _rig.Scheduler.FormatTasks().ShouldNotContain("Ring");
        _rig.Scheduler.FormatTasks().ShouldContain("d (Waiting) HoldLockAndWant: waiting for limiter 'limiter' held by task 'a', task 'b'");

        IEnumerator<Awaitable> HoldPlaceAndWant(CoLock wanted)
        {
            yield return places.Acquire();
            yield return limiter.Acquire();
            yield return null;
            yield return wanted.Acquire();
        }

        IEnumerator<Awaitable> HoldPlaceAndSleep()
        {
            yield return places.Acquire();
            yield return limiter.Acquire();
            yield return Sleep(9.0);
        }

        IEnumerator<Awaitable> HoldLockAndWant(CoLock held, Awaitable<Releaser> wanted)
        {
            yield return held.Acquire();
            yield return wanted;
        }
    }

    [Test]
    public void Semaphore_AllOfWhoseHoldersWaitForEachOther_IsARing()
    {
        var places = new CoSemaphore(2, "places");
        _rig.Start(Take(), "a");
        _rig.Start(Take(), "b");
        _rig.Iterate(2);

        ShouldShow(
            "a (Waiting) Take: waiting for semaphore 'places' held by task 'a', task 'b'",
            "b (Waiting) Take: waiting for semaphore 'places' held by task 'a', task 'b'",
            "Ring: task 'a' → task 'a'",
            "Ring: task 'b' → task 'b'");

        IEnumerator<Awaitable> Take()
        {
            yield return places.Acquire();
            yield return null;
            yield return places.Acquire();
        }
    }

    [Test]
    public void Semaphore_ReleasedByOneThatHoldsNone_IsInNoRing()
    {
        // A bounded buffer: one takes places, the other gives them back.
        var spaces = new CoSemaphore(1, "spaces");
        _rig.Start(Produce(), "producer");
        _rig.Start(Consume(), "consumer");
        _rig.Iterate(4);

        ShouldShow(
            "producer (Waiting) Produce: waiting for semaphore 'spaces'",
            "consumer (Waiting) Consume: sleeping until 5 s (in 5 s)");
        spaces.Holders.Select(task => task.Name).ShouldBe(["producer"]);

        IEnumerator<Awaitable> Produce()
        {
            while (true)
            {
                yield return spaces.Acquire();
            }
        }

        IEnumerator<Awaitable> Consume()
        {
            spaces.Release();
            yield return Sleep(5.0);
        }
    }

    [Test]
    public void PlaceOfATaskThatHasEnded_IsNamed()
    {
        var gate = new CoSemaphore(1, "gate");
        _rig.Start(Take(), "forgetful");
        _rig.Start(Take(), "patient");
        _rig.Iterate(2);

        ShouldShow("patient (Waiting) Take: waiting for semaphore 'gate' held by task 'forgetful'");

        IEnumerator<Awaitable> Take()
        {
            yield return gate.Acquire();
        }
    }

    [Test]
    public void Condition_TellsWhoIsToBeNotified_AndWhoHoldsItsLock()
    {
        var condition = new CoCondition(name: "full");
        CoTask told = _rig.Start(Wait(), "told");
        CoTask untold = _rig.Start(Wait(), "untold");
        CoTask teller = _rig.Start(Tell(), "teller");
        _rig.Iterate(4);

        condition.Holder.ShouldBe(teller);
        condition.Waiters.ShouldBe([untold]);
        ShouldShow(
            "untold (Waiting) Wait: waiting for condition 'full' to be notified",
            "teller (Waiting) Tell: awaiting task 'told'",
            "└── told (Waiting) Wait: waiting for lock 'full' held by task 'teller'",
            "Ring: task 'told' → task 'teller' → task 'told'");

        IEnumerator<Awaitable> Wait()
        {
            yield return condition.Acquire();
            yield return condition.Wait();
        }

        IEnumerator<Awaitable> Tell()
        {
            yield return condition.Acquire();
            condition.Notify();
            yield return told;
        }
    }

    [Test]
    public void Barrier_TellsWhoHasArrived()
    {
        var barrier = new CoBarrier(3, "start");
        CoTask first = _rig.Start(Arrive(), "first");
        CoTask second = _rig.Start(Arrive(), "second");
        _rig.Iterate(2);

        barrier.Waiters.ShouldBe([first, second]);
        ShouldShow(
            "first (Waiting) Arrive: waiting for barrier 'start' (2 of 3 arrived)",
            "second (Waiting) Arrive: waiting for barrier 'start' (2 of 3 arrived)");

        IEnumerator<Awaitable> Arrive()
        {
            yield return barrier.Wait();
        }
    }

    private void ShouldShow(params string[] lines) =>
        _rig.Scheduler.FormatTasks().ShouldBe(string.Concat(lines.Select(line => line + "\n")));
}
