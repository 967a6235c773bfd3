using static Coroutines.Awaitable;
using static Coroutines.Tests.Tracing.StepPrograms;

namespace Coroutines.Tests.Tracing;

/// <summary>Which tasks are trusted to take short steps, so that these are timed together, and how they lose that.</summary>
/// <remarks>A machine that takes its time makes steps longer. So what is expected here holds for longer ones too.</remarks>
internal sealed class StepTrustTests
{
    private const double Long = 0.005;

    // What is compiled for the first time takes long.
    [OneTimeSetUp]
    public static void WarmUp()
    {
        KeptSteps.Of(1, static () => AllOf(3, static () => Works(3)));
        Block(0);
    }

    [Test]
    public void Steps_AreTimedTogether_UpToALimit([Values(1, 2, 3, 16)] int most)
    {
        StepEvent[] steps = KeptSteps.Of(1000, static () => AllOf(48, static () => Works(100)), most).Steps();

        steps.Max(static step => step.TimedTogether).ShouldBe(most);
    }

    [Test]
    public void Steps_AreTimedTogether_WhateverTheirTasksWaitFor([Values("nothing", "a time", "a queue", "an event", "a task")] string what)
    {
        StepEvent[] steps = [.. KeptSteps.Of(1000, () => AllOf(20, () => Waits(what))).Steps().Where(static step => step.Kind == StepKind.Task)];

        steps.Count(static step => step.TimedTogether > 1).ShouldBeGreaterThan(steps.Length / 2);
    }

    [Test]
    public void Steps_AreTimedTogether_AlsoThoseOfTasksInGroups_AndWithContextsOfTheirOwn([Values] bool inGroup)
    {
        var local = new AsyncLocal<int>();
        StepEvent[] steps = KeptSteps.Of(1000, Main).Steps();

        steps.Count(static step => step.TimedTogether > 1).ShouldBeGreaterThan(steps.Length / 2);

        IEnumerator<Awaitable> Main()
        {
            CoGroup group = Scheduler.Current.Group("group");
            yield return Gather([.. Enumerable.Range(0, 20).Select(i =>
            {
                local.Value = i;
                return inGroup ? group.CreateTask(Works(100)) : CreateTask(Works(100));
            })]);
        }
    }

    [Test]
    public void Task_OfWhichNothingIsKnown_IsTrustedAfterSomeShortSteps()
    {
        // A bit less than what is supposed of such a task.
        const double ShortStep = 0.9e-6;
        StepEvent[] steps = [.. KeptSteps.Of(ShortStep, static () => AllOf(20, static () => Works(1000))).Steps().Where(static step => step.Coroutine == nameof(Works))];

        steps.GroupBy(static step => step.TaskId).ShouldAllBe(static task => task.First().TimedTogether == 1);
        steps.ShouldContain(static step => step.TimedTogether > 1);
    }

    [Test]
    public void Task_WhoseFirstStepWasLong_HasALookOfItsOwnAtTheNext()
    {
        StepEvent[] steps = KeptSteps.Of(Long / 2, static () => AllOf(3, BlocksAtFirst)).Steps();

        steps.Where(static step => step.Coroutine == nameof(BlocksAtFirst)).ShouldAllBe(static step => step.TimedTogether == 1);
    }

    [Test]
    public void Task_WhoseOnlyStepWasLong_HasALookOfItsOwnAtTheNext()
    {
        // Less than what is forgiven where steps are timed together.
        const double ShortStep = 30e-6;
        const double ABitLonger = 40e-6;
        StepEvent[] steps = KeptSteps.Of(ShortStep, Main).Steps();

        steps.Last(static step => step.TaskName == "one").TimedTogether.ShouldBe(1);

        static IEnumerator<Awaitable> Main()
        {
            var gate = new CoEvent();
            CoTask one = CreateTask(IsAlone(gate), "one");
            CoTask other = CreateTask(Waits(gate));
            yield return Gather(one, other);
        }

        static IEnumerator<Awaitable> IsAlone(CoEvent gate)
        {
            yield return null;
            Block(ABitLonger);
            gate.Set();
            yield return null;
        }
    }

    [Test]
    public void Tasks_OfWhichOneHasTakenLong_AreAllUnderSuspicion_AndNobodyElse()
    {
        // No beat has come meanwhile: with one, more is forgiven.
        const double Noticed = 200e-6;
        const double ShortStep = 10e-6;
        CoTask[] tasks = [];
        var kept = KeptSteps.WithoutABeat(ShortStep, Main, mostTogether: 2);
        StepEvent[] group = [.. kept.Steps().Where(static step => step.DurationInTicks >= StepTimer.TicksOf(Noticed / 2))];
        foreach (CoTask task in tasks)
        {
            long longest = kept.Steps().Where(step => step.TaskId == task.Tag!.Id).Max(static step => step.DurationInTicks);
            task.Tag!.UsualTicks.ShouldBeLessThanOrEqualTo(Math.Max(longest, StepTimer.TicksOf(1e-6)), task.Name);
        }

        foreach (StepEvent step in group)
        {
            tasks.Where(task => task.Tag!.Id == step.TaskId).ShouldAllBe(static task => task.Tag!.UsualTicks >= StepTimer.TicksOf(Noticed / 4));
        }

        IEnumerator<Awaitable> Main()
        {
            tasks = [.. Enumerable.Range(0, 6).Select(i => CreateTask(i == 3 ? BlocksAtLast(Noticed) : Works(2), $"task {i}"))];
            yield return Gather(tasks);
        }
    }

    [Test]
    public void WhoIsUnderSuspicion_IsTimedWithFewOthers_BeforeAndBehind_UntilThatIsOver()
    {
        Rounds(suspicious: 3, steps: 3, most: 2).ShouldBe(
        [
            "1 1 1 1 1 1 1 1 1 1",
            "3 3 3 2 2 5 5 5 5 5", "3 3 3 2 2 5 5 5 5 5", "3 3 3 2 2 5 5 5 5 5",
            "10 10 10 10 10 10 10 10 10 10",
        ]);
    }

    [Test]
    public void WhoIsUnderSuspicion_IsTimedWithNobodyBefore_WhereThoseAreAsManyAsMayBe() =>
        Rounds(suspicious: 2, steps: 1, most: 2)[1].ShouldBe("2 2 2 2 6 6 6 6 6 6");

    [Test]
    public void WhoIsToBeTimedAlone_IsThat_AndTheOthersAreNot()
    {
        Rounds(suspicious: 3, steps: 2, most: 1).ShouldBe(
        [
            "1 1 1 1 1 1 1 1 1 1",
            "3 3 3 1 6 6 6 6 6 6", "3 3 3 1 6 6 6 6 6 6",
            "10 10 10 10 10 10 10 10 10 10", "10 10 10 10 10 10 10 10 10 10",
        ]);
    }

    [TestCase(20, 8)]
    [TestCase(9, 8)]
    [TestCase(8, 1)]
    [TestCase(1, 1)]
    public void Suspicion_NarrowsDown_AndCostsAsMuchAsTheLongStep(int tasks, int most)
    {
        const double Noticed = 0.001;
        CoTask[] all = [];
        StepEvent[] group;
        do
        {
            // Where a first step was a long one, its task is no part of the group.
            StepEvent[] steps = KeptSteps.WithoutABeat(shortStep: 10e-6, Main).Steps();
            group = [.. steps.Where(step => all.Any(task => task.Tag!.Id == step.TaskId)).TakeLast(tasks)];
        }
        while (group[0].TimedTogether != tasks);

        double looks = group.Sum(static step => step.DurationInTicks) / (double)StepTimer.TicksOf(25e-9);
        int passed = 0;
        for (; all[0].Tag!.MostTogether < int.MaxValue; passed++)
        {
            all[0].Tag!.MostTogether.ShouldBe(most);
            all[0].Tag!.PassOver();
        }

        passed.ShouldBeInRange((int)(looks / (tasks == 1 ? 1 : 8)) - 1, (int)(looks / (tasks == 1 ? 1 : 8)) + 1);

        IEnumerator<Awaitable> Main()
        {
            all = [.. Enumerable.Range(0, tasks).Select(i => CreateTask(i == 0 ? BlocksAtLast(Noticed) : Works(2)))];
            yield return Gather(all);
        }
    }

    // How many steps each was timed with, in rounds of ten tasks; from the first step on, which is nobody's business.
    private static string[] Rounds(int suspicious, int steps, int most)
    {
        const int Tasks = 10;
        CoTask[] tasks = [];
        StepEvent[] all = KeptSteps.WithoutABeat(1000, Main).Steps();
        return
        [
            .. all.Where(step => tasks.Any(task => task.Tag!.Id == step.TaskId)).Select(static step => step.TimedTogether).Chunk(Tasks)
                .Select(static round => string.Join(" ", round)),
        ];

        IEnumerator<Awaitable> Main()
        {
            tasks = [.. Enumerable.Range(0, Tasks).Select(_ => CreateTask(Works(4)))];
            yield return null;
            tasks[suspicious].Tag!.Suspect(steps, most);
            yield return Gather(tasks);
        }
    }

    // Each time, it is one of eighty, in iterations of which each takes some microseconds.
    [TestCase(0.0003, 100)]
    [TestCase(0.002, 1000)]
    [TestCase(0.01, 1000)]
    public void LongStep_ThatComesNowAndThen_IsToldByItselfFromTheThirdTimeOn(double seconds, int steps)
    {
        const int Times = 6;
        var kept = new KeptSteps(capacity: 1_000_000);
        kept.Record(shortStep: 1e-6, Main);
        StepEvent[] all = kept.Steps();

        StepEvent[] blocking = [.. all.Where(static step => step.TaskName == "one").Where((_, i) => i > 0 && i % steps == 0)];
        blocking.Length.ShouldBe(Times);
        blocking.Skip(2).ShouldAllBe(static step => step.TimedTogether == 1);
        blocking.Skip(2).ShouldAllBe(step => step.Duration.TotalSeconds >= seconds);
        all.ShouldContain(static step => step.TimedTogether > 1);

        IEnumerator<Awaitable> Main()
        {
            CoTask[] tasks = [.. Enumerable.Range(0, 80).Select(i => i == 40 ? CreateTask(Blocks(), "one") : CreateTask(Works(Times * steps)))];
            yield return Gather(tasks);
        }

        IEnumerator<Awaitable> Blocks()
        {
            for (int i = 1; i <= Times * steps; i++)
            {
                yield return null;
                Block(i % steps == 0 ? seconds : 0);
            }
        }
    }

    private static IEnumerator<Awaitable> BlocksAtFirst()
    {
        Block(Long);
        yield return null;
    }

    private static IEnumerator<Awaitable> BlocksAtLast(double seconds)
    {
        yield return null;
        yield return null;
        Block(seconds);
    }

    private static IEnumerator<Awaitable> Waits(string what)
    {
        var queue = new CoQueue<int>();
        var gate = new CoEvent();
        for (int i = 0; i < 100; i++)
        {
            switch (what)
            {
                case "a time":
                    yield return Sleep(1e-6);
                    break;
                case "a queue":
                    Scheduler.Current.CallSoon(() => queue.PutNoWait(1));
                    yield return queue.Get();
                    break;
                case "an event":
                    Scheduler.Current.CallSoon(gate.Set);
                    yield return gate.Wait();
                    gate.Clear();
                    break;
                case "a task":
                    yield return CreateTask(Works(2));
                    break;
                default:
                    yield return null;
                    break;
            }
        }
    }

    private static IEnumerator<Awaitable> Waits(CoEvent gate)
    {
        yield return gate.Wait();
    }
}
