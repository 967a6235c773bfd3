using Coroutines.Tests.Frames;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Pausing;

/// <summary>What a task measures, it measures by the time of its group, unless it asks for another.</summary>
public class GroupClockTests
{
    private readonly FrameRig _rig = new();

    [TearDown]
    public void TearDown() => _rig.Dispose();

    [Test]
    public void NowAndDeltaTime_OfATask_AreThoseOfItsGroup()
    {
        var slow = new CoGroup(_rig.Scheduler) { TimeScale = 0.5 };
        var fast = new CoGroup(slow) { TimeScale = 4 };
        var paused = new CoGroup(_rig.Scheduler);
        _rig.Start(LogTimes("outside"));
        slow.CreateTask(LogTimes("slow"));
        fast.CreateTask(LogTimes("fast"));
        _rig.Tick(seconds: 1);
        _rig.Tick(seconds: 0.5);
        paused.Pause();
        _rig.ShouldHaveLogged("outside 1.5 0.5", "slow 0.75 0.25", "fast 3 1");
        Should.Throw<InvalidOperationException>(() => Now);
        Should.Throw<InvalidOperationException>(() => DeltaTime);

        IEnumerator<Awaitable> LogTimes(string name)
        {
            yield return null;
            _rig.Log($"{name} {Now} {DeltaTime}");
        }
    }

    [Test]
    public void DeltaTime_AfterAChangeOfSpeedInTheFrame_IsWhatHasPassed()
    {
        var group = new CoGroup(_rig.Scheduler);
        group.CreateTask(LogDeltas());
        _rig.Tick(seconds: 1);
        _rig.Scheduler.CallLater(0.5, () => group.TimeScale = 0.5);
        _rig.Scheduler.CallLater(0.75, group.Pause);
        _rig.Scheduler.CallLater(1, group.Resume);
        _rig.Tick(seconds: 1);
        _rig.Tick(seconds: 0);
        _rig.Tick(seconds: 2);
        _rig.ShouldHaveLogged("0.625", "0", "1");

        IEnumerator<Awaitable> LogDeltas()
        {
            while (true)
            {
                yield return null;
                _rig.Log(FormattableString.Invariant($"{DeltaTime}"));
            }
        }
    }

    [Test]
    public void NowAndDeltaTime_InCallbacksAndRuns_AreTheSchedulers()
    {
        var group = new CoGroup(_rig.Scheduler) { TimeScale = 0.5 };
        _rig.Scheduler.CallLater(1, () => _rig.Log($"{Now} {DeltaTime}"));
        _rig.Tick(seconds: 2);
        _rig.ShouldHaveLogged("1 1");
        group.CreateTask(LogInRun());
        _rig.Scheduler.RunUntilComplete(LogInRun());
        _rig.ShouldHaveLogged("1 0", "2 0");

        IEnumerator<Awaitable> LogInRun()
        {
            _rig.Log($"{Now} {DeltaTime}");
            yield break;
        }
    }

    [Test]
    public void DeltaTime_HoweverOftenItIsReadInAFrame_IsWhatTheGroupsTimeHasMoved([Range(1, 20)] int seed)
    {
        var random = new Random(seed);
        var clock = new VirtualClock();
        using var rig = new FrameRig(clock);
        CoGroup[] groups = [new(rig.Scheduler), new(rig.Scheduler), null!, null!];
        groups[2] = new CoGroup(groups[1]);
        groups[3] = new CoGroup(groups[2]);
        double[] starts = new double[groups.Length];
        int reads = 0;
        for (int i = 0; i < groups.Length; i++)
        {
            groups[i].CreateTask(Read(i));
        }

        for (int frame = 0; frame < 50; frame++)
        {
            for (int i = 0; i < groups.Length; i++)
            {
                groups[i].Resume();
                starts[i] = groups[i].Time;
            }

            rig.Tick(seconds: random.Next(4) * 0.25);
        }

        reads.ShouldBeGreaterThan(100);
        rig.Reports.ShouldBeEmpty();

        IEnumerator<Awaitable> Read(int own)
        {
            while (true)
            {
                for (int i = 0; i < 4; i++)
                {
                    DeltaTime.ShouldBe(groups[own].Time - starts[own], tolerance: 1e-9);
                    reads++;
                    Disturb(groups[random.Next(groups.Length)], groups[own]);
                }

                yield return random.Next(3) == 0 ? Sleep(0.1) : null;
            }
        }

        void Disturb(CoGroup group, CoGroup own)
        {
            switch (random.Next(5))
            {
                case 0:
                    group.TimeScale = random.Next(4) * 0.5;
                    break;
                case 1 when group != own:
                    group.Pause();
                    break;
                case 2:
                    group.Resume();
                    break;
                case 3:
                    clock.Advance(0.125);
                    break;
                default:
                    break;
            }
        }
    }

    [Test]
    public void SleepUnscaled_FollowsTheSchedulersTime_ButWaitsForThePause()
    {
        var group = new CoGroup(_rig.Scheduler) { TimeScale = 0.5 };
        group.CreateTask(Walk("unscaled", SleepUnscaled(1)));
        group.CreateTask(Walk("scaled", Sleep(1)));
        CoTask paused = group.CreateTask(Walk("paused", SleepUnscaled(TimeSpan.FromSeconds(2.5))));
        _rig.Start(Walk("outside", SleepUnscaled(1)));
        _rig.Start(Walk("zero", SleepUnscaled(-1)));
        CoTask forever = group.CreateTask(Walk("never", SleepUnscaled(double.PositiveInfinity)));
        _rig.Tick(seconds: 2);
        _rig.ShouldHaveLogged("1 unscaled", "1 outside", "2 scaled");
        group.Pause();
        _rig.Tick(seconds: 1);
        _rig.ShouldHaveLogged("3 zero");
        group.Resume();
        _rig.Tick(seconds: 1);
        _rig.ShouldHaveLogged("3 paused");
        paused.IsDone.ShouldBeTrue();
        forever.Cancel();
        _rig.Tick();
        _rig.ShouldBeAtRest();
        Should.Throw<ArgumentOutOfRangeException>(() => SleepUnscaled(double.NaN));
    }

    [Test]
    public void Reschedule_OfATimeLimitInAGroup_IsInItsTime()
    {
        var group = new CoGroup(_rig.Scheduler) { TimeScale = 0.5 };
        group.CreateTask(Guard());
        _rig.Tick(seconds: 10);
        _rig.ShouldHaveLogged("when 1", "6 True");

        IEnumerator<Awaitable> Guard()
        {
            CoTimeout? limit = null;
            yield return Settle(Limited(found => limit = found), out _);
            _rig.LogTime($"{limit!.IsExpired}");
        }

        IEnumerator<Awaitable> Limited(Action<CoTimeout> tell)
        {
            using CoTimeout limit = Timeout(1);
            tell(limit);
            _rig.Log($"when {limit.When}");
            limit.Reschedule(Now + 3);
            yield return Sleep(100);
        }
    }

    [Test]
    public void SleepUnscaled_ThatIsCancelled_LeavesNothingBehind()
    {
        var group = new CoGroup(_rig.Scheduler);
        CoTask task = group.CreateTask(Walk("never", SleepUnscaled(1)));
        CoTask atTheMoment = group.CreateTask(Walk("never", SleepUnscaled(0.5)));
        _rig.Scheduler.CallLater(0.5, () => atTheMoment.Cancel());
        _rig.Tick();
        task.Cancel();
        _rig.Tick(2);
        (task.IsCancelled, atTheMoment.IsCancelled).ShouldBe((true, true));
        _rig.ShouldHaveLogged();
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void TimeLimits_OfATaskInAGroup_AreMeasuredByItsTime(
        [Values("Timeout", "WaitFor", "Wait", "AsCompleted", "TimeoutAt")] string limit)
    {
        var group = new CoGroup(_rig.Scheduler) { TimeScale = 0.5 };
        var future = new Future(_rig.Scheduler);
        group.CreateTask(Guard());
        _rig.Tick(seconds: 1);
        group.Pause();
        _rig.Tick(seconds: 10);
        group.Resume();
        _rig.Tick(seconds: 1.5);
        _rig.ShouldHaveLogged("12 limit");

        IEnumerator<Awaitable> Guard()
        {
            switch (limit)
            {
                case "Wait":
                    yield return Wait([future], timeout: 1).Into(out var sets);
                    sets.Result.Pending.Count.ShouldBe(1);
                    break;
                case "AsCompleted":
                    yield return Settle(First(), out var first);
                    first.Exception.ShouldBeOfType<TimeoutException>();
                    break;
                default:
                    yield return Settle(Limited(), out var outcome);
                    outcome.Exception.ShouldBeOfType<TimeoutException>();
                    break;
            }

            _rig.LogTime("limit");
        }

        IEnumerator<Awaitable> First()
        {
            foreach (var next in AsCompleted([future], timeout: 1))
            {
                yield return next;
            }
        }

        IEnumerator<Awaitable> Limited()
        {
            if (limit == "WaitFor")
            {
                yield return WaitFor(future, 1);
                yield break;
            }

            using (limit == "Timeout" ? Timeout(1) : TimeoutAt(Now + 1))
            {
                yield return future;
            }
        }
    }

    private IEnumerator<Awaitable> Walk(string name, Awaitable wait)
    {
        yield return wait;
        _rig.LogTime(name);
    }
}
