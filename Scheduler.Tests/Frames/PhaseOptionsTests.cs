namespace Coroutines.Tests.Frames;

/// <summary>Which lists of phases are refused, and with what words.</summary>
public class PhaseOptionsTests
{
    private static readonly FramePhase _fixed = FramePhase.Fixed("physics", 0.02);
    private static readonly FramePhase _plain = new("late");

    [Test]
    public void Phases_ByDefault_AreTheUpdateAlone() =>
        new SchedulerOptions().Phases.ShouldBe([FramePhase.Update]);

    [Test]
    public void Phases_OfNull_AreRefused() =>
        Should.Throw<ArgumentNullException>(() => new SchedulerOptions { Phases = null! });

    [Test]
    public void Phases_WithANullAmongThem_AreRefused() => Refusal(FramePhase.Update, null!).ShouldStartWith("One of the phases is null.");

    [Test]
    public void Phases_WithoutTheUpdate_AreRefused()
    {
        Refusal().ShouldStartWith("FramePhase.Update has to be among the phases");
        Refusal(_plain).ShouldStartWith("FramePhase.Update has to be among the phases");
        Refusal(new FramePhase("update")).ShouldStartWith("FramePhase.Update has to be among the phases");
    }

    [Test]
    public void Phases_WithTheSameNameTwice_AreRefused()
    {
        Refusal(FramePhase.Update, _plain, new FramePhase("late")).ShouldStartWith("There are two phases 'late'.");
        Refusal(FramePhase.Update, FramePhase.Update).ShouldStartWith("There are two phases 'update'.");
    }

    [Test]
    public void Phases_WithAFixedOneAfterTheUpdate_AreRefused() =>
        Refusal(FramePhase.Update, _fixed).ShouldStartWith("The fixed phase 'physics' stands after FramePhase.Update.");

    [Test]
    public void Phases_WithAnotherBetweenFixedOnes_AreRefused() =>
        Refusal(_fixed, _plain, FramePhase.Fixed("slow", 1), FramePhase.Update)
            .ShouldStartWith("The phase 'late' stands between fixed phases.");

    [Test]
    public void Phases_ChangedAfterwards_StayAsTheyWereGiven()
    {
        List<FramePhase> list = [FramePhase.Update, _plain];
        var options = new SchedulerOptions { Phases = list };
        list.Clear();
        options.Phases.ShouldBe([FramePhase.Update, _plain]);
    }

    [Test]
    public void Phases_MayBeSharedBySchedulers()
    {
        var options = new SchedulerOptions { Phases = [_fixed, FramePhase.Update] };
        using var one = new Scheduler(options);
        using var other = new Scheduler(options);
        one.Tick(0.04);
        other.Tick(0.02);
        one.StatusOf(_fixed).Runs.ShouldBe(2);
        other.StatusOf(_fixed).Runs.ShouldBe(1);
    }

    [Test]
    public void Phase_OfEachSort_SaysWhatItIs()
    {
        _plain.ToString().ShouldBe("phase 'late'");
        (_plain.Step, _plain.MaxSteps, _plain.Budget).ShouldBe((0, 0, null));
        FramePhase steps = FramePhase.Fixed("physics", TimeSpan.FromMilliseconds(20), maxSteps: 5);
        (steps.Name, steps.Step, steps.MaxSteps, steps.Budget).ShouldBe(("physics", 0.02, 5, null));
        FramePhase.Background("loading", 0.002).Budget.ShouldBe(0.002);
        FramePhase.Background("loading", -1).Budget.ShouldBe(0);
    }

    [Test]
    public void Phase_WithoutAName_IsRefused()
    {
        Should.Throw<ArgumentNullException>(() => new FramePhase(null!));
        Should.Throw<ArgumentNullException>(() => FramePhase.Background(null!, 1));
    }

    [TestCase(double.NaN), TestCase(double.PositiveInfinity)]
    public void Background_WithNoFiniteBudget_IsRefused(double budget) =>
        Should.Throw<ArgumentOutOfRangeException>(() => FramePhase.Background("loading", budget));

    [TestCase(0), TestCase(-1)]
    public void StepLimit_BelowOne_IsRefused(int limit) =>
        Should.Throw<ArgumentOutOfRangeException>(() => new SchedulerOptions { StepLimit = limit });

    private static string Refusal(params FramePhase[] phases) =>
        Should.Throw<ArgumentException>(() => new SchedulerOptions { Phases = phases }).Message;
}
