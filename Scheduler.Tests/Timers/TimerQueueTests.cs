namespace Coroutines.Tests.Timers;

public class TimerQueueTests
{
    private readonly TimerQueue _timers = new();
    private readonly ReadyQueue _ready = new();
    private readonly List<int> _fired = [];

    [Test]
    public void MoveDue_WithMixedDeadlines_MovesTheEarliestFirstAndNoneTooEarly()
    {
        Add(3, 30);
        Add(1, 10);
        Add(2, 20);
        Add(1, 11);

        Fire(0.999).ShouldBeEmpty();
        Fire(2).ShouldBe([10, 11, 20]);
        _timers.NextDeadline().ShouldBe(3);
        Fire(double.MaxValue).ShouldBe([30]);
    }

    [Test]
    public void MoveDue_WithEqualDeadlines_MovesThemInTheOrderInWhichTheyWereSet()
    {
        for (int i = 0; i < 1000; i++)
        {
            Add(5, i);
        }

        Fire(5).ShouldBe(Enumerable.Range(0, 1000));
    }

    [Test]
    public void MoveDue_WithDeadlinesBelowZero_MovesThemFirst()
    {
        Add(0, 3);
        Add(-1, 2);
        Add(double.MinValue, 1);

        _timers.NextDeadline().ShouldBe(double.MinValue);
        Fire(0).ShouldBe([1, 2, 3]);
    }

    [Test]
    public void Cancel_OfAnyTimer_TakesItOutAndLeavesTheOthers()
    {
        Probe[] probes = [Add(1, 1), Add(2, 2), Add(3, 3)];

        _timers.Cancel(probes[0]);
        _timers.Count.ShouldBe(2);
        _timers.NextDeadline().ShouldBe(2);
        _timers.Cancel(probes[2]);
        Fire(10).ShouldBe([2]);
        _timers.Count.ShouldBe(0);
        _timers.NextDeadline().ShouldBe(double.PositiveInfinity);
    }

    [Test]
    public void Cancel_OfATimerThatIsNotWaiting_DoesNothing()
    {
        Probe fired = Add(1, 1);
        Fire(1);
        Probe cancelled = Add(2, 2);
        Add(3, 3);
        _timers.Cancel(cancelled);

        _timers.Cancel(fired);
        _timers.Cancel(cancelled);
        _timers.Cancel(new Probe());

        _timers.Count.ShouldBe(1);
        Fire(10).ShouldBe([3]);
    }

    [Test]
    public void Add_OfACancelledTarget_CountsOnlyItsNewDeadline()
    {
        Probe probe = Add(1, 7);
        _timers.Cancel(probe);
        _timers.Add(2, probe);

        Fire(1).ShouldBeEmpty();
        Fire(2).ShouldBe([7]);
        _timers.Held.ShouldBe(0);
    }

    [Test]
    public void Token_OfATarget_IsZeroUnlessItWaits()
    {
        Probe probe = Add(1, 0);
        probe.TimerToken.ShouldNotBe(0);
        Fire(1);
        probe.TimerToken.ShouldBe(0);

        _timers.Add(1, probe);
        _timers.Cancel(probe);
        probe.TimerToken.ShouldBe(0);

        _timers.Add(1, probe);
        _timers.Clear();
        probe.TimerToken.ShouldBe(0);
        _timers.Count.ShouldBe(0);
        _timers.NextDeadline().ShouldBe(double.PositiveInfinity);
    }

    [Test]
    public void Cancel_OfMoreThanHalfOfOverAHundred_SweepsTheCancelledOut()
    {
        Probe[] probes = [.. Enumerable.Range(0, 200).Select(i => Add(200 - i, i))];
        foreach (Probe probe in probes[..100])
        {
            _timers.Cancel(probe);
        }

        _timers.Held.ShouldBe(200);
        _timers.Cancel(probes[100]);

        _timers.Held.ShouldBe(99);
        _timers.Count.ShouldBe(99);
        Fire(1000).ShouldBe(Enumerable.Range(101, 99).Reverse());
    }

    [TestCase(100, 100)]
    [TestCase(101, 50)]
    public void Cancel_OfMoreThanHalf_SweepsOnlyOverAHundred(int count, int held)
    {
        Probe[] probes = [.. Enumerable.Range(0, count).Select(i => Add(i, i))];
        foreach (Probe probe in probes[..51])
        {
            _timers.Cancel(probe);
        }

        _timers.Held.ShouldBe(held);
        _timers.Count.ShouldBe(count - 51);
    }

    [TestCase(10, 32)]
    [TestCase(40, 40)]
    public void LetGo_SweepsOnceItMayLookAtAsManyAsThereAre(int count, int work)
    {
        Probe[] probes = [.. Enumerable.Range(0, count).Select(i => Add(i, i))];
        _timers.Cancel(probes[3]);

        _timers.LetGo(work - 1);
        _timers.Held.ShouldBe(count);
        _timers.LetGo(1);
        _timers.Held.ShouldBe(count - 1);

        // And what has been allowed is used up.
        _timers.Cancel(probes[4]);
        _timers.LetGo(work - 2);
        _timers.Held.ShouldBe(count - 1);
    }

    [Test]
    public void TryPeek_OfNone_TellsSo([Values] bool wasCancelled)
    {
        if (wasCancelled)
        {
            _timers.Cancel(Add(1, 1));
        }

        _timers.TryPeek(out double when, out long token).ShouldBeFalse();
        when.ShouldBe(double.PositiveInfinity);
        token.ShouldBe(0);
    }

    [Test]
    public void LetGo_WhileNothingIsCancelled_SavesNothingUpForTheNextSweep()
    {
        Probe[] probes = [.. Enumerable.Range(0, 10).Select(i => Add(i, i))];
        _timers.LetGo(31);
        _timers.Cancel(probes[3]);

        _timers.LetGo(1);
        _timers.Held.ShouldBe(10);
    }

    [Test]
    public void Add_AtTheHorizonUnderAnEarlierNumber_TakesItsPlaceAmongEqualOnes()
    {
        var order = new TimerOrder();
        var timers = new TimerQueue(order);
        long first = order.Next();
        for (int i = 1; i <= 3; i++)
        {
            int number = i;
            timers.Add(5, new Probe(() => _fired.Add(number)));
        }

        // Now the others are a run, whose last deadline is the horizon.
        timers.NextDeadline().ShouldBe(5);
        timers.Add(5, new Probe(() => _fired.Add(0)), first);
        timers.MoveDue(5, _ready);
        _ready.RunBatch();
        _fired.ShouldBe([0, 1, 2, 3]);
    }

    [Test]
    public void Taken_Target_IsLetGoWhileOthersWait()
    {
        WeakReference target = AddAndTakeFirst();
        Garbage.Collect(target);

        target.IsAlive.ShouldBeFalse();
        Fire(10).ShouldBe([1, 2, 3]);
    }

    [Test]
    public void Cancel_RightAfterEachAdd_HoldsABoundedNumberOfEntries()
    {
        // A timeout around every request: each is set and cancelled, while a few long ones wait.
        for (int i = 0; i < 10; i++)
        {
            Add(1_000_000 + i, i);
        }

        int mostHeld = 0;
        for (int i = 0; i < 200_000; i++)
        {
            var probe = new Probe();
            _timers.Add(i, probe);
            _timers.Cancel(probe);
            mostHeld = Math.Max(mostHeld, _timers.Held);
        }

        mostHeld.ShouldBeLessThanOrEqualTo(101);
        Fire(double.MaxValue).ShouldBe(Enumerable.Range(0, 10));
    }

    [Test]
    public void Cancel_OfASlidingWindowOfTimers_HoldsAtMostTwiceThoseThatAreSet()
    {
        var window = new Queue<Probe>();
        for (int i = 0; i < 100_000; i++)
        {
            var probe = new Probe();
            window.Enqueue(probe);
            _timers.Add(i + 10_000, probe);
            if (window.Count > 1000)
            {
                _timers.Cancel(window.Dequeue());
            }

            _timers.Held.ShouldBeLessThanOrEqualTo(2 * 1001 + 1);
        }

        _timers.Count.ShouldBe(1000);
    }

    [Test]
    public void Cancelled_Target_IsLetGoByTheSweep()
    {
        WeakReference target = AddAndCancelMany();
        Garbage.CollectAndFinalize(target);

        target.IsAlive.ShouldBeFalse();
        _timers.Held.ShouldBe(0);
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private WeakReference AddAndCancelMany()
    {
        Probe[] probes = [.. Enumerable.Range(0, 5000).Select(i => Add(i, i))];
        foreach (Probe probe in probes)
        {
            _timers.Cancel(probe);
        }

        // Below a hundred entries nothing is swept; asking for the head drops them.
        _timers.NextDeadline().ShouldBe(double.PositiveInfinity);
        return new WeakReference(probes[4999]);
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private WeakReference AddAndTakeFirst()
    {
        Probe first = Add(0, 0);
        for (int i = 1; i <= 3; i++)
        {
            Add(i, i);
        }

        _timers.TryPeek(out _, out _).ShouldBeTrue();
        _timers.TakeFirst().ShouldBeSameAs(first);
        return new WeakReference(first);
    }

    private Probe Add(double when, int number)
    {
        var probe = new Probe(() => _fired.Add(number));
        _timers.Add(when, probe);
        return probe;
    }

    private List<int> Fire(double now)
    {
        _fired.Clear();
        _timers.MoveDue(now, _ready);
        _ready.RunBatch();
        return [.. _fired];
    }
}
