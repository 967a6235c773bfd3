using Coroutines.Tests.Frames;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Pausing;

/// <summary>A tween begins at the beginning, ends at the end to the last bit, and is applied once a frame in between.</summary>
public class TweenTests
{
    private readonly FrameRig _rig = new();
    private readonly List<double> _values = [];

    [TearDown]
    public void TearDown() => _rig.Dispose();

    [Test]
    public void Tween_OverFrames_IsAppliedInEachOfThem()
    {
        // The first frame is the one in which it begins, and it is applied once in each.
        CoTask task = _rig.Start(Tween(10, 20, 1, null, _values.Add));
        _rig.Tick(8);
        _values.ShouldBe([10, 12.5, 15, 17.5, 20]);
        task.IsDone.ShouldBeTrue();
    }

    [Test]
    public void Tween_BetweenFrames_EndsInTheFirstOneAfterTheEnd_WithTheEndsValue()
    {
        _rig.Start(Tween(0, 0.3, 0.6, null, _values.Add));
        _rig.Tick(8);
        _values.ShouldBe([0, 0.125, 0.25, 0.3], 1e-12);
        _values[^1].ShouldBe(0.3);
    }

    [Test]
    public void Tween_WithACurve_FollowsIt_AndEndsWhereItHasTo()
    {
        _rig.Start(Tween(0, 100, 1, t => t * t / 2, _values.Add));
        _rig.Start(Tween(1, Easing.OutQuad, share => _rig.Log(FormattableString.Invariant($"{share}"))));
        _rig.Tick(8);
        _values.ShouldBe([0, 3.125, 12.5, 28.125, 100]);
        _rig.ShouldHaveLogged("0", "0.4375", "0.75", "0.9375", "1");
    }

    [TestCase(0), TestCase(-1)]
    public void Tween_OfZeroLength_AppliesTheEndAtOnce(double seconds)
    {
        CoTask task = _rig.Start(Tween(3, 7, seconds, null, _values.Add));
        _rig.Start(Tween(seconds, Easing.InQuad, _values.Add));
        _rig.Tick(1, seconds: 0);
        _values.ShouldBe([7, 1]);
        task.IsDone.ShouldBeTrue();
    }

    [Test]
    public void Tween_InSlowMotionAndPaused_FollowsTheGroupsTime()
    {
        var group = new CoGroup(_rig.Scheduler) { TimeScale = 0.5 };
        CoTask task = group.CreateTask(Tween(0, 4, 1, null, _values.Add));
        _rig.Tick(2);
        group.Pause();
        _rig.Tick(3);
        group.Resume();
        group.TimeScale = 2;
        _rig.Tick(2);
        _values.ShouldBe([0, 0.5, 1, 3, 4]);
        task.IsDone.ShouldBeTrue();
        group.TimeScale = 0;
        group.CreateTask(Tween(0, 4, 1, null, _values.Add));
        _rig.Tick(3);
        _values.Skip(5).ShouldBe([0, 0, 0, 0]);
    }

    [Test]
    public void Tween_WhoseApplyThrows_FailsWithThat()
    {
        CoTask task = _rig.Start(Tween(0, 4, 1, null, value => throw new IOException($"{value}")));
        _rig.Tick();
        task.Exception.ShouldBeOfType<IOException>().Message.ShouldBe("0");
        CoTask curve = _rig.Start(Tween(1, _ => throw new IOException("curve"), _values.Add));
        _rig.Tick();
        curve.Exception!.Message.ShouldBe("curve");
        _values.ShouldBeEmpty();
    }

    [Test]
    public void Tween_ThatIsCancelled_IsAppliedNoMore()
    {
        CoTask task = _rig.Start(Tween(0, 4, 1, null, _values.Add));
        _rig.Tick(2);
        task.Cancel();
        _rig.Tick(3);
        _values.ShouldBe([0, 1, 2]);
    }

    [Test]
    public void Tween_InARun_IsAppliedSixtyTimesASecond([Values(0, 0.1, 1000.1, 1e9 + 0.7)] double start)
    {
        var clock = new VirtualClock();
        clock.Advance(start);
        Scheduler.Run(Tween(0, 1, 0.3, null, _values.Add), new SchedulerOptions { TimeProvider = clock });
        _values.Count.ShouldBeInRange(19, 20);
        (_values[0], _values[^1]).ShouldBe((0, 1));
        _values.ShouldBeInOrder();
        clock.Time.ShouldBe(start + 0.3);
    }

    [Test]
    public void Tween_InARun_OfRandomLengthsAndStarts_EndsExactly([Values(1, 2)] int seed)
    {
        TestContext.Out.WriteLine($"seed {seed}");
        var random = new Random(seed);
        for (int i = 0; i < 300; i++)
        {
            var clock = new VirtualClock();
            clock.Advance(Math.Pow(10, random.NextDouble() * 9));
            double end = clock.Time;
            double seconds = random.NextDouble();
            _values.Clear();
            Scheduler.Run(Tween(0, 1, seconds, null, _values.Add), new SchedulerOptions { TimeProvider = clock });
            clock.Time.ShouldBe(end + seconds);
            _values.Count.ShouldBeLessThan(63);
        }
    }

    [Test]
    public void Tween_InFramesAtAnyTime_IsWithinItsValues([Values(1, 2)] int seed)
    {
        TestContext.Out.WriteLine($"seed {seed}");
        var random = new Random(seed);
        for (int i = 0; i < 300; i++)
        {
            using var scheduler = new Scheduler();
            scheduler.Tick(Math.Pow(10, random.NextDouble() * 7));
            _values.Clear();
            CoTask task = scheduler.CreateTask(Tween(0.1, 0.7, random.NextDouble(), null, _values.Add));
            while (!task.IsDone)
            {
                scheduler.Tick(1.0 / 60);
            }

            _values.ShouldAllBe(value => value >= 0.1 && value <= 0.7);
            (_values[0], _values[^1]).ShouldBe((0.1, 0.7));
            _values.ShouldBeInOrder();
        }
    }

    [Test]
    public void Tween_OverAWayTooLongForANumber_IsRefused() => Should.Throw<ArgumentOutOfRangeException>(
        () => Tween(-1.7e308, 1.7e308, 1, null, _values.Add)).ParamName.ShouldBe("to");

    [TestCase(double.NaN), TestCase(double.PositiveInfinity), TestCase(double.NegativeInfinity)]
    public void Tween_WithANumberThatIsNone_IsRefused(double number)
    {
        Should.Throw<ArgumentOutOfRangeException>(() => Tween(number, 1, 1, null, _values.Add));
        Should.Throw<ArgumentOutOfRangeException>(() => Tween(0, number, 1, null, _values.Add));
        if (!double.IsNegativeInfinity(number))
        {
            Should.Throw<ArgumentOutOfRangeException>(() => Tween(0, 1, number, null, _values.Add));
            Should.Throw<ArgumentOutOfRangeException>(() => Tween(number, null, _values.Add));
        }
    }

    [Test]
    public void Tween_WithoutSomethingToApply_IsRefused()
    {
        Should.Throw<ArgumentNullException>(() => Tween(0, 1, 1, null, null!));
        Should.Throw<ArgumentNullException>(() => Tween(1, null, null!));
    }

    [TestCaseSource(nameof(Curves))]
    public void Easing_OfEachCurve_BeginsAtZeroAndEndsAtOne(string name, Func<double, double> curve)
    {
        curve(0).ShouldBe(0, name);
        curve(1).ShouldBe(1, name);
        double last = 0;
        for (int i = 1; i <= 1000; i++)
        {
            double value = curve(i / 1000.0);
            Math.Abs(value - last).ShouldBeLessThan(0.02, name);
            value.ShouldBeInRange(-0.2, 1.2);
            last = value;
        }

        if (name.StartsWith("InOut", StringComparison.Ordinal) || name == "Linear")
        {
            curve(0.5).ShouldBe(0.5, 1e-12, name);
            curve(0.25).ShouldBe(1 - curve(0.75), 1e-12, name);
        }
    }

    private static IEnumerable<TestCaseData> Curves()
    {
        (string, Func<double, double>)[] curves =
        [
            ("Linear", Easing.Linear), ("InQuad", Easing.InQuad), ("OutQuad", Easing.OutQuad), ("InOutQuad", Easing.InOutQuad),
            ("InCubic", Easing.InCubic), ("OutCubic", Easing.OutCubic), ("InOutCubic", Easing.InOutCubic), ("InSine", Easing.InSine),
            ("OutSine", Easing.OutSine), ("InOutSine", Easing.InOutSine), ("InBack", Easing.InBack), ("OutBack", Easing.OutBack),
            ("OutBounce", Easing.OutBounce),
        ];
        return curves.Select(curve => new TestCaseData(curve.Item1, curve.Item2).SetArgDisplayNames(curve.Item1));
    }
}
