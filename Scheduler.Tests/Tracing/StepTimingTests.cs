using static Coroutines.Awaitable;

namespace Coroutines.Tests.Tracing;

/// <summary>When a recorder looks at the clock, and that it knows the rest in any case.</summary>
internal sealed class StepTimingTests
{
    private static StepRecorderOptions EachIteration => new() { Timing = StepTiming.EachIteration };

    [Test]
    public void EachIteration_TellsTheSame_ButForTheTimesOfSteps([Values] bool isFiltered)
    {
        using var scheduler = new Scheduler();
        using var timed = new StepRecorder(scheduler);
        using var untimed = new StepRecorder(
            scheduler, new StepRecorderOptions { Timing = StepTiming.EachIteration, Filter = isFiltered ? static _ => true : null });
        scheduler.CreateTask(Program());
        for (int i = 0; i < 4; i++)
        {
            scheduler.Tick(1.0);
        }

        untimed.Steps().Select(Facts).ShouldBe(timed.Steps().Select(Facts));
        untimed.Steps().Select(static step => step.Duration).ShouldAllBe(static duration => duration == TimeSpan.Zero);
        timed.Steps().Sum(static step => step.DurationInTicks).ShouldBeGreaterThan(0);

        // By frames here, in each of which there are several iterations.
        IGrouping<double, StepEvent>[] frames = [.. untimed.Steps().GroupBy(static step => step.Time)];
        frames.Length.ShouldBe(4);
        frames[0].Select(static step => step.Timestamp).Distinct().Count().ShouldBeInRange(2, frames[0].Count() - 1);
        untimed.Steps().Select(static step => step.Timestamp).ShouldBeInOrder();
    }

    [Test]
    public void StepTime_IsThatOfTheOneWhoLooksAtTheClock([Values] bool untimedIsFirst)
    {
        using var scheduler = new Scheduler();
        using var first = new StepRecorder(scheduler, untimedIsFirst ? EachIteration : null);
        using var second = new StepRecorder(scheduler, untimedIsFirst ? null : EachIteration);
        CoTask task = scheduler.CreateTask(Works());
        scheduler.Tick(1.0);
        scheduler.Tick(1.0);
        StepRecorder timed = untimedIsFirst ? second : first;
        task.StepCount.ShouldBe(2);
        task.StepTime.ShouldBe(TimeSpan.FromSeconds(timed.Steps().Sum(static step => step.DurationInTicks) / (double)System.Diagnostics.Stopwatch.Frequency));
        timed.Dispose();
        scheduler.Tick(1.0);
        task.StepCount.ShouldBe(3);
    }

    [Test]
    public void Timing_ThatThereIsNot_IsRefused() =>
        Should.Throw<ArgumentOutOfRangeException>(static () => new StepRecorderOptions { Timing = (StepTiming)3 }).Message.ShouldContain("EachIteration");

    private static (long, StepKind, StepCause, string?, StepEnd, WaitKind, string?, double, long) Facts(StepEvent step) =>
        (step.TaskId, step.Kind, step.Cause, step.WokenByName, step.End, step.Wait, step.WaitsFor, step.Time, step.Frame);

    private static IEnumerator<Awaitable> Program()
    {
        var gate = new CoLock("gate");
        CoTask one = CreateTask(Enters(gate), "one");
        CoTask two = CreateTask(Enters(gate), "two");
        Scheduler.Current.CallLater(1.0, static () => { });
        yield return Gather(one, two);
        two.Cancel();
        CoTask endless = CreateTask(Works(), "endless");
        yield return Sleep(1.0);
        endless.Cancel();
    }

    private static IEnumerator<Awaitable> Enters(CoLock gate)
    {
        yield return gate.Acquire();
        yield return Sleep(0.5);
        gate.Release();
    }

    private static IEnumerator<Awaitable> Works()
    {
        while (true)
        {
            Thread.SpinWait(100);
            yield return Yield();
        }
    }
}
