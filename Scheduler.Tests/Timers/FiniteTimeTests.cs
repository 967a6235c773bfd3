using System.Globalization;
using Coroutines.Testing;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Timers;

/// <summary>
/// A number that would lead a time out of the finite is refused when it comes, in a message that a line can hold, and changes
/// nothing.
/// </summary>
public class FiniteTimeTests
{
    private const double Huge = 1e308;
    private const int ALine = 200;

    private readonly VirtualClock _clock = new();
    private readonly List<string> _log = [];

    [Test]
    public void Advance_ASecondTimeByAHugeNumber_IsRefused_AndTheClockStandsStill()
    {
        _clock.Advance(Huge);

        IsRefused(() => _clock.Advance(Huge), "seconds", Huge).ShouldContain("The clock stands at 1E+308 s");

        _clock.Time.ShouldBe(Huge);
        _clock.Advance(1);
        _clock.Advance(Huge / 2);
        _clock.Time.ShouldBe(1.5 * Huge);
    }

    [Test]
    public void Advance_OfATestScheduler_ASecondTimeByAHugeNumber_IsRefusedBeforeAnythingRuns()
    {
        using var test = new TestScheduler();
        test.Advance(Huge);
        CoTask task = test.Start(Note("ran"));

        IsRefused(() => test.Advance(Huge), "seconds", Huge);

        _log.ShouldBeEmpty();
        test.Time.ShouldBe(Huge);
        test.Advance(1);
        task.IsDone.ShouldBeTrue();
    }

    [Test]
    public void Tick_ASecondTimeByAHugeNumber_IsRefused_AndNoFrameHasBeen()
    {
        using var scheduler = new Scheduler();
        scheduler.Tick(Huge);
        scheduler.CreateTask(Note("ran"));

        IsRefused(() => scheduler.Tick(Huge), "seconds", Huge);

        (scheduler.Time, scheduler.FrameCount, scheduler.FrameTime).ShouldBe((Huge, 1, Huge));
        _log.ShouldBeEmpty();
        scheduler.Tick(0.1);
        _log.ShouldBe(["ran"]);
    }

    [Test]
    public void Tick_ThatIsRefusedAfterARun_LeavesTheRunsClockGoing()
    {
        var clock = new ManualTimeProvider();
        using var scheduler = new Scheduler(new SchedulerOptions { TimeProvider = clock });
        scheduler.RunUntilComplete(Note("run"));
        clock.Advance(1);

        // Finite by itself, and so is the time; not their sum.
        scheduler.Tick(double.MaxValue);
        scheduler.RunUntilComplete(Note("run"));
        clock.Advance(1e5);
        IsRefused(() => scheduler.Tick(double.MaxValue), "seconds", double.MaxValue);
        scheduler.IsRunning.ShouldBeFalse();
        scheduler.RunUntilComplete(Note("run"));

        _log.ShouldBe(["run", "run", "run"]);
    }

    [Test]
    public void Tick_ThatWouldLeadAGroupsTimeOutOfTheFinite_IsRefused_AndNamesTheGroup()
    {
        using var scheduler = new Scheduler();
        var level = new CoGroup(scheduler, "level") { TimeScale = 1e10 };
        var enemies = new CoGroup(level, "enemies") { TimeScale = 1e10 };
        enemies.CreateTask(Sleeper(1e20));

        IsRefused(() => scheduler.Tick(1e300), "seconds", 1e300).ShouldContain("The time of group 'level' would become infinite.");
        IsRefused(() => scheduler.Tick(1e295), "seconds", 1e295).ShouldContain("The time of group 'enemies' would become infinite.");

        (scheduler.Time, level.Time, enemies.Time).ShouldBe((0, 0, 0));
        scheduler.Tick(0.5);
        enemies.Time.ShouldBe(0.5e20);
        scheduler.Tick(0.5);
        _log.ShouldBe(["woke"]);
    }

    [Test]
    public void Tick_BesideAGroupThatWasFastOnce_IsNotRefusedForThat()
    {
        using var scheduler = new Scheduler();
        var group = new CoGroup(scheduler) { TimeScale = 1e20 };
        group.CreateTask(Sleeper(double.PositiveInfinity));
        group.TimeScale = 1;

        scheduler.Tick(1e300);

        group.Time.ShouldBe(1e300);
    }

    [Test]
    public void TimeOfAGroup_WhoseClockIsMovedByHand_NeverLeavesTheFinite()
    {
        using var scheduler = new Scheduler(new SchedulerOptions { TimeProvider = _clock });
        var group = new CoGroup(scheduler) { TimeScale = 4 };
        scheduler.RunUntilComplete(Note("begun"));

        _clock.Advance(Huge);

        group.Time.ShouldBe(double.MaxValue);
        group.TimeScale = 1;
        group.Time.ShouldBe(double.MaxValue);
    }

    [TestCase(double.MaxValue), TestCase(1e308), TestCase(1e302)]
    public void TimeScale_ThatLeadsOutOfTheFiniteWithinAYear_IsRefused_AndChangesNothing(double scale)
    {
        using var scheduler = new Scheduler();
        var group = new CoGroup(scheduler, "enemies") { TimeScale = 2 };
        group.CreateTask(Sleeper(2));

        IsRefused(() => group.TimeScale = scale, "value", scale).ShouldContain("the time of group 'enemies'");

        group.TimeScale.ShouldBe(2);
        scheduler.Tick(1);
        group.Time.ShouldBe(2);
        _log.ShouldBe(["woke"]);
    }

    [Test]
    public void TimeScale_ThatIsTooLargeTogetherWithThoseAroundOrWithin_IsRefused([Values] bool isOuterSetFirst)
    {
        using var scheduler = new Scheduler();
        var outer = new CoGroup(scheduler, "outer");
        var middle = new CoGroup(outer, "middle");
        var inner = new CoGroup(middle, "inner");
        (CoGroup first, CoGroup second) = isOuterSetFirst ? (outer, inner) : (inner, outer);
        first.TimeScale = 1e200;

        IsRefused(() => second.TimeScale = 1e200, "value", 1e200).ShouldContain(second.Name!);
        IsRefused(() => middle.TimeScale = 1e200, "value", 1e200).ShouldContain("middle");

        second.TimeScale.ShouldBe(1);
        second.TimeScale = 1e-200;
        middle.TimeScale = 1e100;
        inner.CreateTask(Sleeper(1));
        scheduler.Tick(1);
        double.IsInfinity(inner.Time).ShouldBeFalse();
    }

    [Test]
    public void DurationThatEndsBeyondAllTime_NeverEnds_AndCanBeCancelled()
    {
        _clock.Advance(double.MaxValue);
        using var scheduler = new Scheduler(new SchedulerOptions { TimeProvider = _clock });
        CoTask sleeper = scheduler.CreateTask(Sleeper(double.MaxValue));
        scheduler.CallLater(double.MaxValue, () => _log.Add("called")).When.ShouldBe(double.PositiveInfinity);

        Should.Throw<DeadlockException>(() => scheduler.RunUntilComplete(sleeper)).Message.ShouldContain("sleeping for ever");

        sleeper.Cancel();
        scheduler.RunUntilComplete(Settle(sleeper, out Outcome outcome, includeCancellation: true));
        outcome.IsCancelled.ShouldBeTrue();
        _log.ShouldBeEmpty();
    }

    [Test]
    public void UtcNow_BeyondTheCalendar_IsItsLastMoment()
    {
        var start = new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.FromHours(-5));
        var clock = new VirtualClock(start);
        clock.Advance(1e12);
        clock.GetUtcNow().ShouldBe(DateTimeOffset.MaxValue);
        clock.Advance(1e300);
        clock.GetUtcNow().ShouldBe(DateTimeOffset.MaxValue);
        clock.GetTimestamp().ShouldBe(long.MaxValue);
    }

    // Whoever shows a time shows it in a line.
    [Test]
    public void HugeTime_IsShownByItsOrderOfMagnitude()
    {
        _clock.Advance(1e300);
        using var scheduler = new Scheduler(new SchedulerOptions { TimeProvider = _clock });
        using var trace = new StepTrace(scheduler);
        string tasks = string.Empty;
        CoTimeout? timeout = null;
        scheduler.CreateTask(Sleeper(1e307), "sleeper");
        var group = new CoGroup(scheduler, "group") { TimeScale = 0.5 };
        group.CreateTask(Sleeper(1e306), "in group");
        scheduler.RunUntilComplete(Main());

        tasks.ShouldContain("sleeping until 1.0000001E+307 s (in 1E+307 s)");
        tasks.ShouldContain("sleeping until 1.000001E+306 s of group 'group'");
        timeout!.ToString().ShouldStartWith("timeout at 1.0000001E+307 s of ");
        Longest(tasks).ShouldBeLessThan(ALine);
        Longest(trace.ToString()).ShouldBeLessThan(ALine);
        Longest(trace.Timeline()).ShouldBeLessThan(ALine);

        IEnumerator<Awaitable> Main()
        {
            timeout = Awaitable.Timeout(1e307);
            yield return null;
            tasks = scheduler.FormatTasks();
        }
    }

    [TestCase(0, "0"), TestCase(1.5, "1.5"), TestCase(-2.25, "-2.25"), TestCase(86_400, "86400"), TestCase(0.1234567, "0.123457")]
    [TestCase(123_456_789_012_345, "123456789012345"), TestCase(1e20, "1E+20"), TestCase(-1.7e308, "-1.7E+308")]
    [TestCase(double.PositiveInfinity, "Infinity"), TestCase(1e-9, "0")]
    public void SecondsText_IsShort(double seconds, string text) => SecondsText.Of(seconds).ShouldBe(text);

    private static string IsRefused(Action action, string parameter, double value)
    {
        ArgumentOutOfRangeException refusal = Should.Throw<ArgumentOutOfRangeException>(action);
        refusal.ParamName.ShouldBe(parameter);
        refusal.ActualValue.ShouldBe(value);
        Longest(refusal.Message).ShouldBeLessThan(ALine);
        refusal.Message.ShouldContain(value.ToString(CultureInfo.CurrentCulture));
        return refusal.Message;
    }

    private static int Longest(string text) => text.Split('\n').Max(line => line.Length);

    private IEnumerator<Awaitable> Note(string note)
    {
        _log.Add(note);
        yield break;
    }

    private IEnumerator<Awaitable> Sleeper(double seconds)
    {
        yield return Sleep(seconds);
        _log.Add("woke");
    }
}
