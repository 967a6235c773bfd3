using Coroutines.Tests.Frames;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Pausing;

/// <summary>A group's time goes slower, faster or not at all, and all that its tasks wait for follows it.</summary>
public class GroupTimeTests
{
    private readonly FrameRig _rig = new();

    [TearDown]
    public void TearDown() => _rig.Dispose();

    [Test]
    public void TimeScale_OfASleepUnderWay_CountsFromTheChangeOn()
    {
        var group = new CoGroup(_rig.Scheduler);
        group.CreateTask(Walk("a", Sleep(4)));
        group.CreateTask(Walk("b", Sleep(3)));
        _rig.Tick(seconds: 2);
        group.TimeScale = 0.5;
        _rig.Tick(seconds: 2);
        group.Time.ShouldBe(3);
        group.TimeScale = 4;
        _rig.Tick(seconds: 1);
        _rig.ShouldHaveLogged("4 b", "4.25 a");
        group.Time.ShouldBe(7);
    }

    [Test]
    public void TimeScale_OfGroupsInEachOther_Multiplies()
    {
        var level = new CoGroup(_rig.Scheduler) { TimeScale = 0.5 };
        var enemies = new CoGroup(level) { TimeScale = 0.5 };
        enemies.CreateTask(Walk("enemy", Sleep(1)));
        level.CreateTask(Walk("level", Sleep(1)));
        _rig.Tick(seconds: 4);
        _rig.ShouldHaveLogged("2 level", "4 enemy");
        (level.Time, enemies.Time).ShouldBe((2, 1));
    }

    [Test]
    public void TimeScale_OfZero_StopsTimeWhileFramesGoOn()
    {
        var group = new CoGroup(_rig.Scheduler);
        group.CreateTask(EachFrame("frame", 2));
        group.CreateTask(Walk("sleeper", Sleep(0.5)));
        group.TimeScale = 0;
        (group.TimeScale, group.IsPaused).ShouldBe((0, false));
        _rig.Tick(3);
        _rig.ShouldHaveLogged("2 frame", "3 frame");
        group.Time.ShouldBe(0);
        group.TimeScale = 1;
        _rig.Tick(3);
        _rig.ShouldHaveLogged("1.25 sleeper");
    }

    [Test]
    public void TimeScale_ChangedWhilePaused_CountsAfterThePause()
    {
        var group = new CoGroup(_rig.Scheduler);
        group.CreateTask(Walk("a", Sleep(1)));
        _rig.Tick(seconds: 0.5);
        group.Pause();
        group.TimeScale = 2;
        _rig.Tick(seconds: 10);
        group.Time.ShouldBe(0.5);
        group.Resume();
        _rig.Tick(seconds: 1);
        _rig.ShouldHaveLogged("10.75 a");
    }

    [TestCase(-1), TestCase(-1e-300), TestCase(double.NaN), TestCase(double.PositiveInfinity), TestCase(double.NegativeInfinity)]
    public void TimeScale_ThatIsNone_IsRefused_AndChangesNothing(double scale)
    {
        var group = new CoGroup(_rig.Scheduler, "enemies") { TimeScale = 2 };
        Should.Throw<ArgumentOutOfRangeException>(() => group.TimeScale = scale).Message
            .ShouldContain("The time scale of group 'enemies' is a finite number, 0 or more: time never goes back.");
        group.TimeScale.ShouldBe(2);
    }

    [TestCase(1e-300), TestCase(double.Epsilon), TestCase(1e300)]
    public void TimeScale_OfAnyMagnitude_LeavesTheFrameWhole(double scale)
    {
        var group = new CoGroup(_rig.Scheduler);
        group.CreateTask(Walk("in group", Sleep(1)));
        _rig.Start(Walk("outside", Sleep(0.5)));
        _rig.Tick();
        group.TimeScale = scale;
        _rig.Tick(2);
        group.TimeScale = 1;
        _rig.Tick(2);
        _rig.Trace.ShouldContain("0.5 outside");
        _rig.Trace.Contains("0.25 in group").ShouldBe(scale > 1);
    }

    [Test]
    public void Time_OfANewGroup_IsThatOfWhatIsAroundIt()
    {
        _rig.Tick(seconds: 3);
        var level = new CoGroup(_rig.Scheduler);
        level.Time.ShouldBe(3);
        level.TimeScale = 0.5;
        _rig.Tick(seconds: 2);
        new CoGroup(level).Time.ShouldBe(4);
        new CoGroup(_rig.Scheduler).Time.ShouldBe(5);
    }

    [Test]
    public void Group_WhoseSpeedWasNeverChanged_WakesToTheLastBitAsTasksOutsideDo()
    {
        var random = new Random(5);
        var level = new CoGroup(_rig.Scheduler);
        var nested = new CoGroup(level);
        var expected = new List<(double, int)>();
        var actual = new List<(double, int)>();
        for (int i = 0; i < 300; i++)
        {
            // Many of them fall due at the same time.
            double seconds = random.Next(3) == 0 ? 0.7 : random.NextDouble() * 3;
            _rig.Start(Sleeper(expected, i, seconds));
            (random.Next(2) == 0 ? level : nested).CreateTask(Sleeper(actual, i, seconds));
        }

        for (int i = 0; i < 100; i++)
        {
            _rig.Tick(seconds: random.NextDouble() / 10);
        }

        expected.Count.ShouldBeGreaterThan(500);
        actual.ShouldBe(expected);

        static IEnumerator<Awaitable> Sleeper(List<(double, int)> log, int number, double seconds)
        {
            while (true)
            {
                yield return Sleep(seconds);
                log.Add((Now, number));
                if (log.Count % 7 == 0)
                {
                    yield return SleepUntil(Now + seconds);
                    log.Add((Scheduler.Current.Time, number));
                }
            }
        }
    }

    [Test]
    public void EqualDeadlines_OfGroupsAndOfNone_FireInTheOrderInWhichTheyWereSet()
    {
        var random = new Random(11);
        CoGroup[] groups = new CoGroup[6];
        for (int i = 0; i < groups.Length; i++)
        {
            groups[i] = i < 2 ? new CoGroup(_rig.Scheduler) : new CoGroup(groups[random.Next(i)]);
        }

        var order = new List<int>();
        for (int i = 0; i < 200; i++)
        {
            int place = random.Next(groups.Length + 1);
            if (place == groups.Length)
            {
                _rig.Start(NoteAfter(i));
            }
            else
            {
                groups[place].CreateTask(NoteAfter(i));
            }
        }

        _rig.Tick(seconds: 0);
        _rig.Tick(seconds: 2);
        order.ShouldBe(Enumerable.Range(0, 200));

        IEnumerator<Awaitable> NoteAfter(int number)
        {
            yield return Sleep(1);
            order.Add(number);
        }
    }

    [Test]
    public void Sleep_ThatIsPausedAndResumedThousandsOfTimes_AmongManyOthers_IsNotCutShort()
    {
        for (int i = 0; i < 20_000; i++)
        {
            _rig.Start(Walk("outside", Sleep(1e6 + i)));
        }

        // One that is always due before: only the first entry of all is looked at, and dropped if it was given up.
        _rig.Start(Beat());
        var group = new CoGroup(_rig.Scheduler);
        group.CreateTask(Walk("inside", Sleep(5000)));
        _rig.Tick();

        // Each time it is an entry among the other timers that is given up, and a new one, for later, takes its place.
        const int Rounds = 2 * 4096;
        for (int i = 0; i < Rounds; i++)
        {
            group.Pause();
            _rig.Tick();
            group.Resume();
        }

        _rig.Tick(seconds: 4999.5);
        _rig.ShouldHaveLogged();
        _rig.Tick();
        _rig.ShouldHaveLogged("7048 inside");
        _rig.Scheduler.Waits.TimerCount.ShouldBe(20_001);

        static IEnumerator<Awaitable> Beat()
        {
            while (true)
            {
                yield return Sleep(0.5);
            }
        }
    }

    [Test]
    public void Time_OfAGroup_NeverGoesBack()
    {
        var random = new Random(3);
        var group = new CoGroup(_rig.Scheduler);
        double last = 0;
        int looks = 0;
        int back = 0;
        for (int i = 0; i < 20; i++)
        {
            group.CreateTask(Look());
            _rig.Start(LookFromOutside());
        }

        for (int i = 0; i < 2000; i++)
        {
            group.TimeScale = random.NextDouble() * 3;
            _rig.Scheduler.Tick(random.NextDouble() / 5);
        }

        looks.ShouldBeGreaterThan(10_000);
        back.ShouldBe(0);

        IEnumerator<Awaitable> Look()
        {
            while (true)
            {
                yield return Sleep(random.Next(4) / 7.0);
                Compare();
            }
        }

        IEnumerator<Awaitable> LookFromOutside()
        {
            while (true)
            {
                yield return Sleep(random.Next(4) / 7.0);
                Compare();
            }
        }

        void Compare()
        {
            looks++;
            back += group.Time < last ? 1 : 0;
            last = group.Time;
        }
    }

    private IEnumerator<Awaitable> Walk(string name, Awaitable wait)
    {
        yield return wait;
        _rig.LogTime(name);
    }

    private IEnumerator<Awaitable> EachFrame(string name, int count)
    {
        for (int i = 0; i < count; i++)
        {
            yield return null;
            _rig.LogFrame(name);
        }
    }
}
