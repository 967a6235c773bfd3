using Coroutines.Tests.Frames;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Peers;

/// <summary>Ellpeck.Coroutine: double steps after a throw, unstable priorities, drift, and event waiters that leak.</summary>
public class EllpeckTests
{
    private readonly FrameRig _rig = new();

    [TearDown]
    public void TearDown() => _rig.Dispose();

    [Test]
    public void Throw_InATick_MakesNobodyStepTwice()
    {
        int[] steps = new int[5];
        for (int i = 0; i < 5; i++)
        {
            _rig.Start(i == 2 ? Fail() : Count(i));
        }

        _rig.Tick(101);
        steps.ShouldBe([100, 100, 0, 100, 100]);

        IEnumerator<Awaitable> Count(int number)
        {
            while (true)
            {
                yield return null;
                steps[number]++;
            }
        }

        static IEnumerator<Awaitable> Fail()
        {
            yield return WaitFrames(10);
            throw new IOException();
        }
    }

    [Test]
    public void EqualPriorities_KeepTheirOrder()
    {
        for (int i = 0; i < 8; i++)
        {
            _rig.Start(Log(i)).Priority = 3;
        }

        _rig.Tick(2);
        string.Join(",", _rig.Trace).ShouldBe("0,1,2,3,4,5,6,7");

        IEnumerator<Awaitable> Log(int number)
        {
            yield return null;
            _rig.Log($"{number}");
        }
    }

    [Test]
    public void LoopOfATenthOfASecond_FiresSixHundredTimesInAMinute([Values("Sleep", "Every")] string how)
    {
        int count = 0;
        _rig.Start(Loop());
        for (int i = 0; i < 60 * 60; i++)
        {
            _rig.Scheduler.Tick(1.0 / 60);
        }

        // Ten times 0.1 is a little more than 1, so the last of those that sleep comes just after the end.
        _rig.Scheduler.Tick(1e-9);
        count.ShouldBe(600);

        IEnumerator<Awaitable> Loop()
        {
            Ticker every = Every(0.1, CatchUp.RunEach);
            while (true)
            {
                yield return how == "Sleep" ? Sleep(0.1) : every;
                count++;
            }
        }
    }

    [Test]
    public void WaitersOfAnEvent_ThatAreCancelled_DoNotLeak()
    {
        var signal = new CoSignal<int>();
        var change = new CoEvent();
        for (int i = 0; i < 1000; i++)
        {
            CoTask a = _rig.Start(Wait(signal.Next()));
            CoTask b = _rig.Start(Wait(change.Wait()));
            _rig.Tick(seconds: 0);
            a.Cancel();
            b.Cancel();
            _rig.Tick(seconds: 0);
        }

        (signal.Waiters.Count, change.Waiters.Count, signal.Queue.Count).ShouldBe((0, 0, 0));
        signal.Emit(1).ShouldBe(0);
        _rig.ShouldBeAtRest();

        static IEnumerator<Awaitable> Wait(Awaitable wait)
        {
            yield return wait;
        }
    }

    [Test]
    public void Start_OfManyInsideATick_StepsEachOfThemOnce()
    {
        int steps = 0;
        _rig.Start(StartMany());
        _rig.Tick();
        steps.ShouldBe(10_000);

        IEnumerator<Awaitable> StartMany()
        {
            for (int i = 0; i < 10_000; i++)
            {
                CreateTask(Step());
            }

            yield break;
        }

        IEnumerator<Awaitable> Step()
        {
            steps++;
            yield return null;
        }
    }
}
