using System.Runtime.CompilerServices;

namespace Coroutines.Tests.Tracing;

/// <summary>Where steps are kept, and how those share the time that were looked at together.</summary>
internal sealed class StepRingTests
{
    [Test]
    public void Time_IsDividedAmongThoseThatWereTimedTogether_AndTheLastHasTheRest()
    {
        var ring = new StepRing(10, keepsFirst: false, room: 2);
        AddGroup(ring, started: 100, ticks: 32, together: 3);
        AddGroup(ring, started: 132, ticks: 7, together: 1);

        Told(ring).ShouldBe(["100+10 of 3", "110+10 of 3", "120+12 of 3", "132+7 of 1"]);
    }

    [Test]
    public void Time_OfThoseThatHaveEnded_MayComeWithTheBeginningOfTheNext()
    {
        var ring = new StepRing(10, keepsFirst: false, room: 2);
        Add(ring, started: 100, ticks: 0, StepTime.Pending);
        Add(ring, started: 100, ticks: 0, StepTime.Pending);
        ring.NoteTime(21, together: 2);
        AddGroup(ring, started: 121, ticks: 7, together: 1);

        Told(ring).ShouldBe(["100+10 of 2", "110+11 of 2", "121+7 of 1"]);
    }

    [Test]
    public void Dropped_AreThoseOfAllRounds_UntilAllIsForgotten()
    {
        var ring = new StepRing(2, keepsFirst: false, room: 2);
        for (int i = 0; i < 7; i++)
        {
            Add(ring, started: i, ticks: 1, together: 1);
        }

        (ring.Count, ring.Dropped).ShouldBe((2, 5));
        ring.Clear();
        (ring.Count, ring.Dropped).ShouldBe((0, 0));
        Add(ring, started: 7, ticks: 1, together: 1);
        Told(ring).ShouldBe(["7+1 of 1"]);
    }

    [TestCase(3, new[] { "100+10 of 2", "110+10 of 2", "120+9 of 1" })]
    [TestCase(2, new[] { "100+10 of 2", "110+10 of 2" })]
    [TestCase(1, new[] { "100+10 of 1" })]
    public void First_OfAGroupThatHadRoom_HaveTheirShares(int capacity, string[] told)
    {
        var ring = new StepRing(capacity, keepsFirst: true, room: 1);
        AddGroup(ring, started: 100, ticks: 20, together: 2);
        AddGroup(ring, started: 120, ticks: 40, together: 4);
        AddGroup(ring, started: 160, ticks: 99, together: 9);

        Told(ring).ShouldBe(capacity == 3 ? [told[0], told[1], "120+10 of 1"] : told);
        ring.Dropped.ShouldBe(15 - capacity);
    }

    [Test]
    public void First_AreNotTimed_WhereAllOfTheTimeIsOfOneThatHadNoRoom()
    {
        var ring = new StepRing(2, keepsFirst: true, room: 2);
        AddGroup(ring, started: 100, ticks: 20, together: 1);
        Add(ring, started: 120, ticks: 0, StepTime.Pending);
        Add(ring, started: 120, ticks: 5000, together: 1);
        ring.NoteTime(5000, together: 1);
        AddGroup(ring, started: 5120, ticks: 30, together: 1);

        Told(ring).ShouldBe(["100+20 of 1", "120+0 of 0"]);
    }

    [Test]
    public void Last_OfAGroup_HaveTheirSharesWhenTheOthersAreForgotten()
    {
        var ring = new StepRing(2, keepsFirst: false, room: 2);
        AddGroup(ring, started: 100, ticks: 40, together: 4);

        Told(ring).ShouldBe(["120+10 of 4", "130+10 of 4"]);
        ring.Dropped.ShouldBe(2);
    }

    [Test]
    public void Look_ForStepsThatWereForgottenMeanwhile_IsNobodys([Values] bool keepsFirst)
    {
        var ring = new StepRing(2, keepsFirst, room: 2);
        Add(ring, started: 100, ticks: 0, StepTime.Pending);
        ring.Clear();
        ring.NoteTime(40, together: 1);
        ring.Count.ShouldBe(0);

        AddGroup(ring, started: 140, ticks: 10, together: 1);
        Told(ring).ShouldBe(["140+10 of 1"]);
    }

    [Test]
    public void Clear_LetsGoOfWhatTheStepsAreKnownBy([Values] bool keepsFirst)
    {
        var ring = new StepRing(1, keepsFirst, room: 1);
        WeakReference[] tags = AddTwo(ring);
        ring.Clear();
        GC.Collect();
        tags.ShouldAllBe(static tag => !tag.IsAlive);
        GC.KeepAlive(ring);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference[] AddTwo(StepRing ring)
    {
        TraceTag[] tags = [new(1, "one"), new(2, "two")];
        foreach (TraceTag tag in tags)
        {
            ring.Next().Task = tag;
        }

        return [.. tags.Select(static tag => new WeakReference(tag))];
    }

    // As a feed does: all but the last are told of before the look, and the last one with it or before it.
    private static void AddGroup(StepRing ring, long started, long ticks, byte together)
    {
        for (int i = 1; i < together; i++)
        {
            Add(ring, started, 0, StepTime.Pending);
        }

        Add(ring, started, ticks, together);
        ring.NoteTime(ticks, together);
    }

    private static void Add(StepRing ring, long started, long ticks, byte together)
    {
        ref StepRecord step = ref ring.Next();
        step.Timestamp = started;
        step.Duration = ticks;
        step.Together = together;
    }

    private static string[] Told(StepRing ring) =>
        [.. ring.ToArray().Select(static step => $"{step.Timestamp}+{step.DurationInTicks} of {step.TimedTogether}")];
}
