using System.Diagnostics;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Tracing;

/// <summary>Short steps that are timed together: who is, what each is told to have taken, and that a long one is found out.</summary>
internal sealed class SharedTimeTests
{
    // What any step of these tests stays below, so that each task is trusted from its second step on.
    private const double LongerThanAny = 1000;

    private const int Tasks = 40;
    private const int Yields = 30;

    [Test]
    public void Steps_ThatAreTimedTogether_ShareTheTimeInEqualParts()
    {
        StepEvent[] steps = Record(LongerThanAny, static () => Yielding(Tasks)).Steps();

        steps.ShouldAllBe(static step => step.TimedTogether >= 1 && step.TimedTogether <= 32);
        steps.Count(static step => step.TimedTogether > 1).ShouldBeGreaterThan(steps.Length / 2);
        steps.Zip(steps.Skip(1)).ShouldAllBe(static pair => pair.First.Timestamp <= pair.Second.Timestamp);
        foreach (StepEvent[] group in GroupsOf(steps))
        {
            long share = group[0].DurationInTicks;
            group.ShouldAllBe(step => step.TimedTogether == group.Length);
            group.SkipLast(1).ShouldAllBe(step => step.DurationInTicks == share);
            (group[^1].DurationInTicks - share).ShouldBeInRange(0, group.Length - 1);
            group.Zip(group.Skip(1)).ShouldAllBe(static pair => pair.Second.Timestamp == pair.First.Timestamp + pair.First.DurationInTicks);
        }
    }

    [Test]
    public void Steps_AreToldAsByLooksAtEach_ButForTheirTimes()
    {
        StepEvent[] together = Record(LongerThanAny, static () => Yielding(Tasks)).Steps();
        StepEvent[] alone = Record(0, static () => Yielding(Tasks)).Steps();

        alone.ShouldAllBe(static step => step.TimedTogether == 1);
        together.Select(Facts).ShouldBe(alone.Select(Facts));
    }

    [Test]
    public void TimeOfTheTasks_IsThatOfAllSteps_WithinAShareOrTwo()
    {
        CoTask[] tasks = [];
        Kept kept = Record(LongerThanAny, Main);

        StepEvent[] steps = kept.Steps();
        long told = tasks.Sum(static task => task.Tag!.StepTicks);
        long recorded = steps.Where(step => tasks.Any(task => task.Tag!.Id == step.TaskId)).Sum(static step => step.DurationInTicks);
        long most = GroupsOf(steps).Max(static group => group.Sum(static step => step.DurationInTicks));
        Math.Abs(told - recorded).ShouldBeLessThanOrEqualTo(2 * most);

        IEnumerator<Awaitable> Main()
        {
            tasks = [.. Enumerable.Range(0, Tasks).Select(static _ => CreateTask(Works(Yields)))];
            yield return Gather(tasks);
        }
    }

    [Test]
    public void LongStep_OfATaskKnownForShortOnes_IsToldByItself()
    {
        StepEvent[] steps = Record(LongerThanAny, static () => YieldingBeside(BlocksOnce(until: static watch => watch.ElapsedMilliseconds >= 20))).Steps();

        StepEvent longest = steps.MaxBy(static step => step.DurationInTicks);
        longest.TimedTogether.ShouldBe(1);
        longest.TaskName.ShouldBe("blocks");
        longest.Duration.TotalMilliseconds.ShouldBeGreaterThanOrEqualTo(15);
    }

    [Test]
    public void Tasks_AmongWhichOneHasTakenLong_AreEachLookedAtTheNextTime()
    {
        // Long enough to be noticed, and too short for anybody to know whose step it was.
        const double Limit = 10e-6;
        StepEvent[] steps = Record(Limit, static () => YieldingBeside(BlocksTwice(static watch => watch.Elapsed.TotalMilliseconds >= 1))).Steps();

        StepEvent[] blocked = [.. steps.Where(static step => step is { TaskName: "blocks", Cause: StepCause.Resumed })];
        blocked[^2].TimedTogether.ShouldBe(1);
        blocked[^2].Duration.TotalMilliseconds.ShouldBeGreaterThanOrEqualTo(1);
    }

    [Test]
    public void Task_ThatHasTakenLong_IsTrustedAgainAfterSomeShortSteps()
    {
        var tag = new TraceTag(1, "task");
        tag.NoteStep(StepTimer.TicksOf(0.01));
        long after = tag.UsualTicks;
        int steps = 0;
        for (; tag.UsualTicks > StepTimer.TicksOf(250e-9); steps++)
        {
            tag.NoteStep(0);
        }

        after.ShouldBe(StepTimer.TicksOf(0.01));
        steps.ShouldBeInRange(100, 200);
    }

    [Test]
    public void Ring_ThatForgetsAPartOfAGroup_TellsTheShareOfTheOthers([Values(1, 2, 5, 40)] int capacity)
    {
        StepEvent[] last = Record(LongerThanAny, static () => Yielding(Tasks), capacity).Steps();

        last.Length.ShouldBe(capacity);
        last.ShouldAllBe(static step => step.TimedTogether >= 1);
    }

    [Test]
    public void Steps_OfWhichTheLookWasNotKept_AreNotTimed()
    {
        StepEvent[] first = Record(LongerThanAny, static () => Yielding(Tasks), capacity: 101, keepsFirst: true).Steps();

        first.Length.ShouldBe(101);
        first.ShouldAllBe(static step => step.TimedTogether > 0 || step.DurationInTicks == 0);
    }

    [Test]
    public void Steps_OfTheGroupThatRuns_AreNotTimedYet_AndMayBeForgottenMeanwhile()
    {
        var kept = new Kept();
        int made = 0;
        int seen = 0;
        Record(LongerThanAny, () => AllOf(Tasks, () => ++made == Tasks / 2 ? Looks() : Works(Yields)), kept);

        seen.ShouldBeGreaterThan(0);
        kept.Steps().ShouldAllBe(static step => step.TimedTogether >= 1);

        IEnumerator<Awaitable> Looks()
        {
            for (int i = 0; i < Yields; i++)
            {
                yield return null;
                StepEvent[] steps = kept.Steps();
                seen += steps.Count(static step => step is { TimedTogether: 0, DurationInTicks: 0 });
                steps.SkipLast(31).ShouldAllBe(static step => step.TimedTogether >= 1);
                kept.Ring.Clear();
            }
        }
    }

    [Test]
    public void Time_ThatAStepHasMoved_IsThatOfTheNextStep()
    {
        var clock = new VirtualClock();
        using var scheduler = new Scheduler(new SchedulerOptions { TimeProvider = clock });
        var kept = new Kept();
        using StepFeed feed = StepFeed.Attach(scheduler, kept, new StepTimer(StepTiming.Adaptive, StepTimer.TicksOf(LongerThanAny)));
        var times = new List<double>();
        scheduler.RunUntilComplete(AllOf(3, Moves));

        StepEvent[] moving = [.. kept.Steps().Where(static step => step.Coroutine == "Moves")];
        moving.ShouldContain(static step => step.TimedTogether > 1);
        moving.Select(static step => step.Time).ShouldBe(times);

        IEnumerator<Awaitable> Moves()
        {
            for (int i = 0; i < Yields; i++)
            {
                times.Add(scheduler.Time);
                clock.Advance(TimeSpan.FromSeconds(1));
                yield return null;
            }

            times.Add(scheduler.Time);
        }
    }

    [Test]
    public void Recorder_LooksAtEach_WhereAFilterIsToKnowHowLongItTook()
    {
        using var scheduler = new Scheduler();
        using var recorder = new StepRecorder(scheduler, new StepRecorderOptions { Filter = static _ => true });
        scheduler.RunUntilComplete(Yielding(Tasks));

        recorder.Steps().ShouldAllBe(static step => step.TimedTogether == 1);
    }

    [Test]
    public void Files_TellWhatIsAShare()
    {
        Kept kept = Record(LongerThanAny, static () => Yielding(Tasks));
        StepEvent shared = kept.Steps().First(static step => step.TimedTogether > 1);
        var trace = new StringWriter();
        new ChromeTrace(kept.Steps()).Write(trace);

        trace.ToString().ShouldContain($"\"timedTogether\":{shared.TimedTogether}");
    }

    private static (string?, StepKind, StepCause, string?, StepEnd, WaitKind, string?) Facts(StepEvent step) =>
        (step.TaskName, step.Kind, step.Cause, step.WokenByName, step.End, step.Wait, step.WaitsFor);

    private static Kept Record(double shortStep, Func<IEnumerator<Awaitable>> program, int capacity = 100_000, bool keepsFirst = false)
    {
        var kept = new Kept(capacity, keepsFirst);
        Record(shortStep, program, kept);
        return kept;
    }

    private static void Record(double shortStep, Func<IEnumerator<Awaitable>> program, Kept kept)
    {
        using var scheduler = new Scheduler();
        using StepFeed feed = StepFeed.Attach(scheduler, kept, new StepTimer(StepTiming.Adaptive, StepTimer.TicksOf(shortStep)));
        scheduler.RunUntilComplete(program());
    }

    // Each up to the one that has the rest of a division, or is alone.
    private static IEnumerable<StepEvent[]> GroupsOf(StepEvent[] steps)
    {
        for (int i = 0; i < steps.Length; i += steps[i].TimedTogether)
        {
            yield return steps[i..(i + steps[i].TimedTogether)];
        }
    }

    private static IEnumerator<Awaitable> Yielding(int tasks) => AllOf(tasks, static () => Works(Yields));

    private static IEnumerator<Awaitable> YieldingBeside(IEnumerator<Awaitable> one)
    {
        CoTask task = CreateTask(one, "blocks");
        yield return CreateTask(Yielding(Tasks));
        yield return task;
    }

    private static IEnumerator<Awaitable> AllOf(int tasks, Func<IEnumerator<Awaitable>> make)
    {
        CoTask[] all = [.. Enumerable.Range(0, tasks).Select(_ => CreateTask(make()))];
        yield return Gather(all);
    }

    private static IEnumerator<Awaitable> Works(int yields)
    {
        for (int i = 0; i < yields; i++)
        {
            yield return null;
        }
    }

    private static IEnumerator<Awaitable> BlocksOnce(Predicate<Stopwatch> until)
    {
        for (int i = 0; i < Yields; i++)
        {
            yield return null;
            if (i == Yields / 2)
            {
                Block(until);
            }
        }
    }

    private static IEnumerator<Awaitable> BlocksTwice(Predicate<Stopwatch> until)
    {
        for (int i = 0; i < Yields; i++)
        {
            yield return null;
            if (i is (Yields / 2) or (Yields - 2))
            {
                Block(until);
            }
        }
    }

    private static void Block(Predicate<Stopwatch> until)
    {
        var watch = Stopwatch.StartNew();
        while (!until(watch))
        {
            Thread.SpinWait(10);
        }
    }

    /// <summary>Keeps all steps, as a recorder does.</summary>
    private sealed class Kept(int capacity = 100_000, bool keepsFirst = false) : IRecordListener
    {
        internal StepRing Ring { get; } = new(capacity, keepsFirst, room: Math.Min(capacity, 16));

        public StepRing? KeepsAllIn => Ring;

        public void OnStep(in StepEvent step) => Ring.Add(step);

        internal StepEvent[] Steps() => Ring.ToArray();
    }
}
