using static Coroutines.Awaitable;
using static Coroutines.Tests.Tracing.StepPrograms;

namespace Coroutines.Tests.Tracing;

/// <summary>Short steps that are timed together: who is, what each is told to have taken, and that a long one is found out.</summary>
internal sealed class SharedTimeTests
{
    // What any step of these tests stays below, so that each task is trusted from its second step on.
    private const double LongerThanAny = 1000;

    private const int Tasks = 40;
    private const int Yields = 300;

    [Test]
    public void Steps_ThatAreTimedTogether_ShareTheTimeInEqualParts()
    {
        StepEvent[] steps = KeptSteps.Of(LongerThanAny, static () => Yielding(Tasks)).Steps();

        KeptSteps.ShouldBeTimed(steps);
        steps.ShouldAllBe(static step => step.TimedTogether <= KeptSteps.MostTogether);
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
        StepEvent[] together = KeptSteps.Of(LongerThanAny, static () => Yielding(Tasks)).Steps();
        StepEvent[] alone = KeptSteps.Of(0, static () => Yielding(Tasks)).Steps();

        alone.ShouldAllBe(static step => step.TimedTogether == 1);
        together.Select(Facts).ShouldBe(alone.Select(Facts));
    }

    [Test]
    public void TimeOfTheTasks_IsThatOfAllSteps_AlsoWhereTheyWereTimedTogether()
    {
        Recording recording = RecordAmongOthers(Works(Yields), LongerThanAny);

        recording.Steps.ShouldContain(static step => step.TimedTogether > 1);
        recording.ShouldHaveToldItsTasksTheirTimes();
    }

    [Test]
    public void LongStep_OfATaskKnownForShortOnes_IsToldByItself_AndSoIsTheNext()
    {
        Recording recording = RecordAmongOthers(Blocks(0.02, times: [Yields / 2, Yields - 1]), LongerThanAny);

        StepEvent[] steps = [.. recording.Steps.Where(static step => step.TaskName == "one")];
        StepEvent[] blocking = [steps[(Yields / 2) + 1], steps[^1]];
        blocking.ShouldAllBe(static step => step.TimedTogether == 1);
        blocking.ShouldAllBe(static step => step.Duration.TotalSeconds >= 0.02);
        recording.ShouldHaveToldItsTasksTheirTimes();
    }

    // Mostly without a beat of the heart, maybe with one, and always with one.
    [TestCase(0.001)]
    [TestCase(0.003)]
    [TestCase(0.008)]
    public void LongStep_OfOneOfSeveral_HasEachOfThemLookedAtTheNextTime(double seconds)
    {
        // Long enough to be noticed, and too short for anybody to be sure whose it was.
        Recording recording = RecordAmongOthers(Blocks(seconds, times: [Yields - 3, Yields - 2]), shortStep: 10e-6);

        StepEvent[] blocking = [.. recording.Steps.Where(static step => step.TaskName == "one")];
        blocking[^2].TimedTogether.ShouldBe(1);
        blocking[^2].Duration.TotalSeconds.ShouldBeGreaterThanOrEqualTo(seconds);
        recording.ShouldHaveToldItsTasksTheirTimes();
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
        var kept = new KeptSteps(capacity);
        kept.Record(LongerThanAny, static () => Yielding(Tasks));

        StepEvent[] last = kept.Steps();
        last.Length.ShouldBe(capacity);
        KeptSteps.ShouldBeTimed(last);
    }

    [Test]
    public void Steps_OfWhichTheLookWasNotKept_AreNotTimed()
    {
        var kept = new KeptSteps(capacity: 101, keepsFirst: true);
        kept.Record(LongerThanAny, static () => Yielding(Tasks));

        StepEvent[] first = kept.Steps();
        first.Length.ShouldBe(101);
        first.ShouldAllBe(static step => step.TimedTogether > 0 || step.DurationInTicks == 0);
    }

    [Test]
    public void Steps_OfTheGroupThatRuns_AreNotTimedYet_AndMayBeForgottenMeanwhile()
    {
        var kept = new KeptSteps();
        int made = 0;
        int seen = 0;
        kept.Record(LongerThanAny, () => AllOf(Tasks, () => ++made == Tasks / 2 ? Looks() : Works(Yields)));

        seen.ShouldBeGreaterThan(0);
        KeptSteps.ShouldBeTimed(kept.Steps());

        IEnumerator<Awaitable> Looks()
        {
            for (int i = 0; i < Yields; i++)
            {
                yield return null;
                StepEvent[] steps = kept.Steps();
                seen += steps.Count(static step => step is { TimedTogether: 0, DurationInTicks: 0 });
                KeptSteps.ShouldBeTimed(steps, butTheLast: KeptSteps.MostTogether - 1);
                kept.Ring.Clear();
            }
        }
    }

    [Test]
    public void Time_ThatAStepHasMoved_IsThatOfTheNextStep()
    {
        var clock = new VirtualClock();
        using var scheduler = new Scheduler(new SchedulerOptions { TimeProvider = clock });
        var kept = new KeptSteps();
        using StepFeed feed = StepFeed.Attach(scheduler, kept, new StepTimer(StepTiming.Adaptive, StepTimer.TicksOf(LongerThanAny), KeptSteps.MostTogether));
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
        KeptSteps kept = KeptSteps.Of(LongerThanAny, static () => Yielding(Tasks));
        StepEvent shared = kept.Steps().First(static step => step.TimedTogether > 1);
        var trace = new StringWriter();
        new ChromeTrace(kept.Steps()).Write(trace);

        trace.ToString().ShouldContain($"\"timedTogether\":{shared.TimedTogether}");
    }

    private static (string?, StepKind, StepCause, string?, StepEnd, WaitKind, string?) Facts(StepEvent step) =>
        (step.TaskName, step.Kind, step.Cause, step.WokenByName, step.End, step.Wait, step.WaitsFor);

    // Of those that were timed: each up to the one that has the rest of a division, or is alone.
    private static IEnumerable<StepEvent[]> GroupsOf(StepEvent[] steps)
    {
        for (int i = 0; i < steps.Length; i += Math.Max(steps[i].TimedTogether, 1))
        {
            if (steps[i].TimedTogether > 0)
            {
                yield return steps[i..(i + steps[i].TimedTogether)];
            }
        }
    }

    private static IEnumerator<Awaitable> Yielding(int tasks) => AllOf(tasks, static () => Works(Yields));

    // The step that follows a yield of such a number takes some time, in seconds.
    private static IEnumerator<Awaitable> Blocks(double seconds, int[] times)
    {
        for (int i = 0; i < Yields; i++)
        {
            yield return null;
            if (times.Contains(i))
            {
                Block(seconds);
            }
        }
    }

    // What is compiled for the first time takes long, so there are some that run before, who are forgotten.
    private static Recording RecordAmongOthers(IEnumerator<Awaitable> one, double shortStep)
    {
        KeptSteps.Of(shortStep, static () => Yielding(Tasks));
        CoTask[] tasks = [];
        KeptSteps kept = KeptSteps.Of(shortStep, Main);
        return new Recording(kept.Steps(), tasks);

        IEnumerator<Awaitable> Main()
        {
            tasks = [.. Enumerable.Range(0, Tasks).Select(i => i == Tasks / 2 ? CreateTask(one, "one") : CreateTask(Works(Yields)))];
            yield return Gather(tasks);
        }
    }

    private sealed record Recording(StepEvent[] Steps, CoTask[] Tasks)
    {
        internal void ShouldHaveToldItsTasksTheirTimes()
        {
            HashSet<long> ids = [.. Tasks.Select(static task => task.Tag!.Id)];
            long told = Tasks.Sum(static task => task.Tag!.StepTicks);
            long recorded = Steps.Where(step => ids.Contains(step.TaskId)).Sum(static step => step.DurationInTicks);
            told.ShouldBe(recorded);
        }
    }
}
