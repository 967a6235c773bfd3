using static Coroutines.Awaitable;

namespace Coroutines.Tests.Frames;

/// <summary>Waits of a number of frames are exact, whatever the frame times are and wherever they begin.</summary>
public class WaitFramesTests
{
    private static readonly FramePhase _input = new("input");
    private static readonly FramePhase _late = new("late");

    private readonly FrameRig _rig = new(_input, FramePhase.Update, _late);

    [TearDown]
    public void TearDown() => _rig.Dispose();

    [Test]
    public void WaitFrames_FromAnywhereInAFrame_IsTheUpdateSoManyFramesLater(
        [Values("first step", "input", "update", "timer", "late")] string from, [Values(1, 2, 3, 10)] int count)
    {
        _rig.Start(Walk());
        for (int i = 0; i < 30; i++)
        {
            _rig.Tick(seconds: i % 3 == 0 ? 0 : i / 7.0);
        }

        string[] words = _rig.Trace[0].Split(' ');
        (int.Parse(words[2]) - int.Parse(words[1])).ShouldBe(count);
        words[3].ShouldBe("update");

        IEnumerator<Awaitable> Walk()
        {
            yield return from switch
            {
                "first step" => WaitFrames(0),
                "input" => NextPhase(_input),
                "update" => null,
                "timer" => Sleep(0.1),
                _ => NextPhase(_late),
            };
            long start = _rig.Scheduler.FrameCount;
            yield return WaitFrames(count);
            _rig.Log($"{from.Replace(' ', '-')} {start} {_rig.Scheduler.FrameCount} {_rig.Scheduler.Phase?.Name}");
        }
    }

    [Test]
    public void WaitFrames_OfZero_GoesOnAtOnce()
    {
        _rig.Start(Walk());
        _rig.Tick();
        _rig.ShouldHaveLogged("1 a", "1 b");

        IEnumerator<Awaitable> Walk()
        {
            _rig.LogFrame("a");
            yield return WaitFrames(0);
            _rig.LogFrame("b");
        }
    }

    [Test]
    public void WaitFrames_OfSeveral_GoOnInTheOrderOfTheirFrames_TheLongestWaitingFirst()
    {
        _rig.Start(Walk("a", null, null, null));
        _rig.Start(Walk("b", WaitFrames(3)));
        _rig.Start(Walk("c", WaitFrames(2), null));
        _rig.Start(Walk("d", null, WaitFrames(2)));
        _rig.Start(Walk("e", WaitFrames(3)));
        _rig.Tick(4);
        _rig.ShouldHaveLogged("4 b", "4 e", "4 d", "4 c", "4 a");
    }

    [Test]
    public void WaitFrames_ThatIsCancelled_EndsInTheSameFrame_AndLeavesNothingBehind()
    {
        CoTask task = _rig.Start(Walk("never", WaitFrames(1000)));
        var group = new CoGroup(_rig.Scheduler);
        CoTask member = group.CreateTask(Walk("never", WaitFrames(1000)));
        _rig.Tick(2);
        _rig.Scheduler.CallLater(0.1, () =>
        {
            task.Cancel();
            member.Cancel();
        });
        _rig.Tick();
        (task.IsCancelled, member.IsCancelled).ShouldBe((true, true));
        _rig.ShouldBeAtRest();
        _rig.Tick(1100);
        _rig.ShouldHaveLogged();
    }

    [Test]
    public void WaitFrames_InAGroup_CountsNoFramesWhileItIsPaused()
    {
        var group = new CoGroup(_rig.Scheduler);
        var nested = new CoGroup(group);
        nested.CreateTask(Walk("nested", WaitFrames(5)));
        group.CreateTask(Walk("group", WaitFrames(4)));
        _rig.Start(Walk("outside", WaitFrames(5)));
        _rig.Tick(3);
        group.Pause();
        _rig.Tick(10);
        nested.Pause();
        group.Resume();
        _rig.Tick(4);
        nested.Resume();
        _rig.Tick(4);
        _rig.ShouldHaveLogged("6 outside", "15 group", "20 nested");
    }

    [Test]
    public void WaitFrames_InAGroup_DoesNotFollowTheTimeScale()
    {
        var group = new CoGroup(_rig.Scheduler) { TimeScale = 0 };
        group.CreateTask(Walk("group", WaitFrames(3)));
        _rig.Tick(5);
        _rig.ShouldHaveLogged("4 group");
    }

    [Test]
    public void WaitFrames_InARun_CountsIterations()
    {
        long before = 0;
        _rig.Scheduler.RunUntilComplete(Count());
        _rig.ShouldHaveLogged("5");

        IEnumerator<Awaitable> Count()
        {
            before = _rig.Scheduler.Loop.Iteration;
            yield return WaitFrames(5);
            _rig.Log($"{_rig.Scheduler.Loop.Iteration - before}");
        }
    }

    [Test]
    public void WaitFrames_OfManyThousands_IsExact()
    {
        var random = new Random(9);
        int wrong = 0;
        int right = 0;
        for (int i = 0; i < 1000; i++)
        {
            _rig.Start(Walk());
        }

        _rig.Tick(2000);
        wrong.ShouldBe(0);
        right.ShouldBeGreaterThan(10_000);

        IEnumerator<Awaitable> Walk()
        {
            while (true)
            {
                int count = random.Next(1, 300);
                long due = _rig.Scheduler.FrameCount + count;
                yield return WaitFrames(count);
                if (_rig.Scheduler.FrameCount == due)
                {
                    right++;
                }
                else
                {
                    wrong++;
                }
            }
        }
    }

    [Test]
    public void WaitFrames_BelowZero_IsRefused() => Should.Throw<ArgumentOutOfRangeException>(() => WaitFrames(-1));

    private IEnumerator<Awaitable> Walk(string name, params Awaitable[] waits)
    {
        foreach (Awaitable wait in waits)
        {
            yield return wait;
        }

        _rig.LogFrame(name);
    }
}
