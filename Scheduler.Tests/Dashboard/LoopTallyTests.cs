using System.Diagnostics;

namespace Coroutines.Tests.LivePages;

/// <summary>What is counted of steps, second by second; at times that the test says.</summary>
public sealed class LoopTallyTests
{
    private Readings _readings = null!;

    [SetUp]
    public void SetUp() => _readings = new Readings();

    [TearDown]
    public void TearDown() => _readings.Dispose();

    [Test]
    public void Seconds_HaveTheirSteps_IterationsAndLag()
    {
        _readings.Step("a", 100.1, 0.25, iteration: 1);
        _readings.Step("b", 100.35, 0.125, iteration: 1);
        _readings.Step("a", 100.5, 0.01, iteration: 2);
        _readings.Step("a", 102.5, 0.01, iteration: 3);
        TallyReading reading = _readings.TallyAt(103.1);
        reading.Steps.ShouldBe(4);
        reading.Seconds.Length.ShouldBe(60);
        reading.Seconds[^3..].Select(static second => $"{second.Steps} {second.Iterations}").ShouldBe(["3 2", "0 0", "1 1"]);
        Seconds(reading.Seconds[^3].Busy).ShouldBe(0.385);
        Seconds(reading.Seconds[^3].Lag).ShouldBe(0.375);
        Seconds(reading.Seconds[^1].Lag).ShouldBe(0.01);
        reading.Seconds[..^3].ShouldAllBe(static second => second.Steps == 0);
    }

    [Test]
    public void LagOfAnIteration_IsKnownAtOnce_AndIsThatOfItsSecond()
    {
        _readings.Step("a", 100.1, 0.25, iteration: 1);
        Seconds(_readings.TallyAt(101.1).Seconds[^1].Lag).ShouldBe(0.25);

        _readings.Step("a", 102.5, 0.01, iteration: 2);
        TallyReading reading = _readings.TallyAt(103.1);
        Seconds(reading.Seconds[^3].Lag).ShouldBe(0.25);
        Seconds(reading.Seconds[^1].Lag).ShouldBe(0.01);
    }

    [Test]
    public void Seconds_ThatAreOver_AreForgotten_WhenTheirPlaceIsTaken()
    {
        for (int second = 0; second < 200; second++)
        {
            _readings.Step("a", 1000 + second + 0.5);
        }

        _readings.TallyAt(1200.1).Seconds.ShouldAllBe(static second => second.Steps == 1);
        _readings.TallyAt(1230.1).Seconds.Count(static second => second.Steps == 1).ShouldBe(30);
        _readings.TallyAt(2000).Seconds.ShouldAllBe(static second => second.Steps == 0);
    }

    [Test]
    public void LongestSteps_AreInTheirOrder_AndNoMoreThanThereIsRoomFor()
    {
        double[] lengths = [.. Enumerable.Range(0, 100).Select(static i => ((i * 37 % 100) + 1) / 1000.0)];
        for (int i = 0; i < lengths.Length; i++)
        {
            _readings.Step($"task {i}", 10 + (i * 0.11), lengths[i]);
        }

        _readings.TallyAt(21).Longest.Select(static step => Math.Round(step.Duration.TotalSeconds, 6))
            .ShouldBe(lengths.OrderDescending().Take(16));
    }

    [Test]
    public void Time_OfStepsThatWereLookedAtTogether_IsThatOfTheirSecond()
    {
        using var scheduler = new Scheduler();
        var tally = new LoopTally(scheduler);
        IItemListener listener = tally;
        listener.OnItem(Nothing.Instance, default, new StepTime(Readings.Ticks(10.1), 0, StepTime.Pending)).ShouldBeFalse();
        listener.OnItem(Nothing.Instance, default, new StepTime(Readings.Ticks(10.1), 0, StepTime.Pending)).ShouldBeFalse();
        listener.OnTime(new StepTime(Readings.Ticks(10.1), Readings.Ticks(0.25), 2));
        TallySecond second = tally.In(10);
        second.Steps.ShouldBe(2);
        Seconds(second.Busy).ShouldBe(0.25);
        tally.Longest.ToArray().ShouldBeEmpty();
    }

    [Test]
    public void LongStep_OfATaskKnownForShortOnes_IsAmongTheLongest()
    {
        const int Others = 50;
        const int Frames = 200;
        using var scheduler = new Scheduler();
        var tally = new LoopTally(scheduler);
        using StepFeed feed = StepFeed.Attach(scheduler, tally, LoopTally.NewTimer());
        bool blocks = false;
        for (int i = 0; i < Others; i++)
        {
            scheduler.CreateTask(Works(i), $"task {i}");
        }

        for (int i = 0; i < Frames; i++)
        {
            scheduler.Tick(1.0 / 60);
        }

        blocks = true;
        scheduler.Tick(1.0 / 60);
        tally.Longest.ToArray().ShouldContain(static step => step.TaskName == "task 25" && step.Duration.TotalMilliseconds >= 19);

        IEnumerator<Awaitable> Works(int number)
        {
            while (true)
            {
                yield return null;
                if (blocks && number == 25)
                {
                    // Four times five milliseconds at least, and later beats on a loaded machine.
                    int last = Heartbeat.Count + 5;
                    SpinWait.SpinUntil(() => Heartbeat.Count >= last);
                }
            }
        }
    }

    [Test]
    public void Counting_AllocatesNothing()
    {
        _readings.Step("a", 1);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 10_000; i++)
        {
            _readings.Step("a", 1 + (0.01 * i), duration: 0.001 * (i % 100), wait: (WaitKind)(i % 5), iteration: i);
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    [Test]
    public void Frames_AreTheLastOnes()
    {
        var frames = new LastFrames();
        for (int i = 1; i <= 1000; i++)
        {
            frames.Add(new FrameEvent(i, 0.1, 0, i));
        }

        FrameEvent[] kept = frames.ToArray();
        kept.Select(static frame => frame.Number).ShouldBe(Enumerable.Range(761, 240).Select(static number => (long)number));
    }

    private static double Seconds(long ticks) => Math.Round(ticks / (double)Stopwatch.Frequency, 6);
}
