using static Coroutines.Awaitable;

namespace Coroutines.Tests.Frames;

/// <summary>Fixed steps come at their own times, as many as the frame's time holds.</summary>
public class FixedPhaseTests
{
    private static readonly FramePhase _physics = FramePhase.Fixed("physics", 0.25, maxSteps: 4);

    private FrameRig _rig = new(_physics, FramePhase.Update);

    [TearDown]
    public void TearDown() => _rig.Dispose();

    [Test]
    public void Steps_OfLongAndShortFrames_ComeAtMultiplesOfTheStep()
    {
        _rig.Start(LogSteps("step", _physics));
        _rig.Start(LogUpdates());
        _rig.Tick(seconds: 0);
        foreach (double seconds in (double[])[0.125, 0.125, 0.5, 0.0625, 0.9375])
        {
            _rig.Tick(seconds: seconds);
        }

        _rig.ShouldHaveLogged(
            "0.125 update", "0.25 step", "0.25 update", "0.5 step", "0.75 step", "0.75 update",
            "0.8125 update", "1 step", "1.25 step", "1.5 step", "1.75 step", "1.75 update");
        _rig.Scheduler.StatusOf(_physics).ShouldBe(new PhaseStatus(Runs: 7, DroppedSteps: 0, Fraction: 0));
        _rig.Scheduler.StatusOf(FramePhase.Update).Runs.ShouldBe(6);
    }

    [Test]
    public void Steps_AmongSleeps_ComeInTheOrderOfTime_AfterTheTimersOfTheSameMoment()
    {
        _rig.Start(LogSteps("step", _physics));
        _rig.Start(LogSleeps(0.125));
        _rig.Tick(seconds: 0);

        _rig.Tick(seconds: 0.5);

        _rig.ShouldHaveLogged("0.125 sleeper", "0.25 sleeper", "0.25 step", "0.375 sleeper", "0.5 sleeper", "0.5 step");
    }

    [Test]
    public void Steps_BeyondTheLimit_AreDroppedAndCounted_AndLaterOnesKeepTheirTimes()
    {
        _rig.Start(LogSteps("step", _physics));
        _rig.Tick(seconds: 0);

        _rig.Tick(seconds: 2.125);
        _rig.ShouldHaveLogged("0.25 step", "0.5 step", "0.75 step", "1 step");
        _rig.Scheduler.StatusOf(_physics).ShouldBe(new PhaseStatus(Runs: 4, DroppedSteps: 4, Fraction: 0.5));

        _rig.Tick(seconds: 0.125);
        _rig.ShouldHaveLogged("2.25 step");
        _rig.Scheduler.StatusOf(_physics).DroppedSteps.ShouldBe(4);
    }

    [Test]
    public void Fraction_BetweenTwoSteps_IsWhatHasPassedOfTheNext()
    {
        _rig.Scheduler.StatusOf(_physics).ShouldBe(new PhaseStatus(0, 0, 0));
        _rig.Tick(seconds: 0.0625);
        _rig.Scheduler.StatusOf(_physics).Fraction.ShouldBe(0.25);
        _rig.Tick(seconds: 0.125);
        _rig.Scheduler.StatusOf(_physics).Fraction.ShouldBe(0.75);
        _rig.Tick(seconds: 0.0625);
        _rig.Scheduler.StatusOf(_physics).ShouldBe(new PhaseStatus(1, 0, 0));
    }

    [Test]
    public void Steps_OfSeveralPhases_ComeInTheOrderOfTime_AndOfTheListAtTheSameMoment()
    {
        FramePhase slow = FramePhase.Fixed("slow", 0.5);
        FramePhase fast = FramePhase.Fixed("fast", 0.25);
        Use(slow, fast, FramePhase.Update);
        _rig.Start(LogSteps("fast", fast));
        _rig.Start(LogSteps("slow", slow));
        _rig.Tick(seconds: 0);

        _rig.Tick(seconds: 1);

        _rig.ShouldHaveLogged("0.25 fast", "0.5 slow", "0.5 fast", "0.75 fast", "1 slow", "1 fast");
    }

    [Test]
    public void Steps_OfSeveralPhasesWhoseMultiplesAreRounded_KeepTheOrderOfTheList()
    {
        // Three times 0.1 is a little more than 0.3.
        FramePhase tenths = FramePhase.Fixed("tenths", 0.1);
        FramePhase threeTenths = FramePhase.Fixed("three tenths", 0.3);
        Use(tenths, threeTenths, FramePhase.Update);
        _rig.Start(LogSteps("1", tenths));
        _rig.Start(LogSteps("3", threeTenths));
        _rig.Tick(seconds: 0);

        _rig.Tick(seconds: 0.7);

        _rig.ShouldHaveLogged("0.1 1", "0.2 1", "0.3 1", "0.3 3", "0.4 1", "0.5 1", "0.6 1", "0.6 3", "0.7 1");
    }

    [Test]
    public void Steps_OfFramesOfTheSameLength_AreOneAFrame_ForAsLongAsItRuns(
        [Values(0, 86_400, 31_557_600, 3_155_760_000)] double start, [Values(1.0 / 60, 0.02, 0.1)] double step) =>
        CheckStepsOfFrames(start, step, 5000);

    /// <summary>The errors of so many additions have time to become a frame without a step.</summary>
    [Test]
    [Category("Nightly")]
    public void Steps_OfVeryManyFramesOfTheSameLength_AreOneAFrame(
        [Values(0, 86_400, 31_557_600, 3_155_760_000)] double start, [Values(1.0 / 60, 0.02, 0.1)] double step) =>
        CheckStepsOfFrames(start, step, 100_000);

    [Test]
    public void Steps_AfterARunInBetween_GoOnFromThere_WithoutThoseOfTheRun()
    {
        _rig.Tick(seconds: 0.25);
        _rig.Scheduler.RunUntilComplete(SleepFor(10.125));
        _rig.Scheduler.StatusOf(_physics).Runs.ShouldBe(1);

        _rig.Tick(seconds: 0.25);
        _rig.Scheduler.StatusOf(_physics).ShouldBe(new PhaseStatus(Runs: 2, DroppedSteps: 0, Fraction: 0.5));

        static IEnumerator<Awaitable> SleepFor(double seconds)
        {
            yield return Sleep(seconds);
        }
    }

    [Test]
    public void Tick_OfAHugeTime_RunsTheStepsAllowed_AndTheNextFramesGoOn()
    {
        _rig.Start(LogSteps("step", _physics));
        _rig.Tick(seconds: 0);

        _rig.Tick(seconds: 1e300);

        _rig.ShouldHaveLogged("0.25 step", "0.5 step", "0.75 step", "1 step");
        _rig.Tick();
        _rig.Scheduler.Time.ShouldBe(1e300);
        _rig.Scheduler.StatusOf(_physics).DroppedSteps.ShouldBeGreaterThan(0);
    }

    [Test]
    public void Steps_WhenACallbackThrows_ComeAllTheSame()
    {
        _rig.Start(LogSteps("step", _physics));
        _rig.Scheduler.CallAt(0.25, () => throw new IOException("lost"));
        _rig.Tick(seconds: 0);

        _rig.Tick(seconds: 0.5);

        _rig.ShouldHaveLogged("0.25 step", "0.5 step");
        _rig.Reports.Single().Exception!.Message.ShouldBe("lost");
    }

    [Test]
    public void Tick_ThatIsLeftInTheMiddle_HasTheNextOneGoOnWithTheStepsThatAreLeft()
    {
        _rig.Start(LogSteps("step", _physics));
        _rig.Scheduler.CallAt(0.25, () => throw new KeyboardInterruptException());
        _rig.Tick(seconds: 0);

        Should.Throw<KeyboardInterruptException>(() => _rig.Tick(seconds: 0.5));
        _rig.ShouldHaveLogged();

        _rig.Tick(seconds: 0.25);
        _rig.ShouldHaveLogged("0.25 step", "0.5 step", "0.75 step");
    }

    [Test]
    public void NextPhase_FromWithinAStep_IsTheNextStepOfTheSameFrame()
    {
        _rig.Start(Walk());
        _rig.Tick(seconds: 0);

        _rig.Tick(seconds: 0.5);

        _rig.ShouldHaveLogged("0.25 first", "0.5 second");

        IEnumerator<Awaitable> Walk()
        {
            yield return NextPhase(_physics);
            _rig.LogTime("first");
            yield return NextPhase(_physics);
            _rig.LogTime("second");
        }
    }

    [Test]
    public void DeltaTime_InAFixedStep_IsTheStep_AndTheFrameTimeInTheUpdate()
    {
        _rig.Start(LogDeltas());
        CoGroup slow = new(_rig.Scheduler) { TimeScale = 0.5 };
        slow.CreateTask(LogDeltas());
        _rig.Tick(seconds: 0.125);
        _rig.Tick(seconds: 0.75);

        _rig.ShouldHaveLogged(
            "step 0.25", "step 0.125", "step 0.25", "step 0.125", "step 0.25", "step 0.125", "update 0.75", "update 0.375");

        IEnumerator<Awaitable> LogDeltas()
        {
            for (int i = 0; i < 3; i++)
            {
                yield return NextPhase(_physics);
                _rig.Log($"step {DeltaTime}");
            }

            yield return NextPhase(FramePhase.Update);
            _rig.Log($"update {DeltaTime}");
        }
    }

    [Test]
    public void DeltaTime_AfterAChangeOfSpeedInAFixedStep_IsWhatHasPassedInTheFrame()
    {
        var group = new CoGroup(_rig.Scheduler);
        group.CreateTask(SlowDown());
        _rig.Tick(seconds: 0);
        _rig.Tick(seconds: 1);
        _rig.ShouldHaveLogged("step 0.25", "step 0.125", "update 0.625");

        IEnumerator<Awaitable> SlowDown()
        {
            yield return NextPhase(_physics);
            _rig.Log($"step {DeltaTime}");
            group.TimeScale = 0.5;
            yield return NextPhase(_physics);
            _rig.Log($"step {DeltaTime}");
            yield return NextPhase(FramePhase.Update);
            _rig.Log($"update {DeltaTime}");
        }
    }

    [TestCase(0), TestCase(-1), TestCase(double.NaN), TestCase(double.PositiveInfinity)]
    public void Fixed_WithNoFinitePositiveStep_IsRefused(double step) =>
        Should.Throw<ArgumentOutOfRangeException>(() => FramePhase.Fixed("physics", step));

    [TestCase(0), TestCase(-1)]
    public void Fixed_WithNoStepAllowed_IsRefused(int maxSteps) =>
        Should.Throw<ArgumentOutOfRangeException>(() => FramePhase.Fixed("physics", 0.1, maxSteps))
            .Message.ShouldContain("at least one step");

    [Test]
    public void Fixed_WithoutAName_IsRefused() =>
        Should.Throw<ArgumentNullException>(() => FramePhase.Fixed(null!, 0.1));

    private void CheckStepsOfFrames(double start, double step, int frames)
    {
        FramePhase steps = FramePhase.Fixed("steps", step);
        Use(steps, FramePhase.Update);
        int count = 0;
        int oddFrames = 0;
        _rig.Start(CountSteps());
        _rig.Tick(seconds: start);
        for (int frame = 0; frame < frames; frame++)
        {
            count = 0;
            _rig.Tick(seconds: step);
            oddFrames += count == 1 ? 0 : 1;
        }

        oddFrames.ShouldBe(0);
        _rig.Scheduler.StatusOf(steps).DroppedSteps.ShouldBeLessThanOrEqualTo((long)(start / step));

        IEnumerator<Awaitable> CountSteps()
        {
            while (true)
            {
                yield return NextPhase(steps);
                count++;
            }
        }
    }

    private void Use(params FramePhase[] phases)
    {
        _rig.Dispose();
        _rig = new FrameRig(phases);
    }

    private IEnumerator<Awaitable> LogSteps(string name, FramePhase phase)
    {
        while (true)
        {
            yield return NextPhase(phase);
            _rig.LogTime(name);
        }
    }

    private IEnumerator<Awaitable> LogUpdates()
    {
        while (true)
        {
            yield return null;
            _rig.LogTime("update");
        }
    }

    private IEnumerator<Awaitable> LogSleeps(double seconds)
    {
        while (true)
        {
            yield return Sleep(seconds);
            _rig.LogTime("sleeper");
        }
    }
}
