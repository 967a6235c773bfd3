using Coroutines.Tests.Frames;
using Coroutines.Tests.Timers;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Peers;

/// <summary>Svelto.Tasks: unstable order, budget runners that starve, the wall clock only.</summary>
public class SveltoTests
{
    [Test]
    public void Order_AfterSomeHaveEnded_IsThatOfTheOthersStill()
    {
        using var rig = new FrameRig();
        for (int i = 0; i < 8; i++)
        {
            rig.Start(Log(i, frames: i % 3 == 0 ? 1 : 3));
        }

        rig.Tick(4);
        string.Concat(rig.Trace).ShouldBe("01234567" + "12457" + "12457");

        IEnumerator<Awaitable> Log(int number, int frames)
        {
            for (int i = 0; i < frames; i++)
            {
                yield return null;
                rig.Log($"{number}");
            }
        }
    }

    [Test]
    public void BudgetedWork_HoweverExpensive_StarvesNobody()
    {
        FramePhase loading = FramePhase.Background("loading", 0.001);
        var clock = new ManualTimeProvider();
        using var rig = new FrameRig(clock, FramePhase.Update, loading);
        int[] turns = new int[10];
        for (int i = 0; i < turns.Length; i++)
        {
            rig.Start(Work(i));
        }

        rig.Tick(100);
        turns.ShouldAllBe(count => count == 10);

        IEnumerator<Awaitable> Work(int number)
        {
            while (true)
            {
                yield return NextPhase(loading);
                turns[number]++;
                clock.Advance(0.005);
            }
        }
    }

    [Test]
    public void Time_IsThatOfTheFrames_AndNotOfTheWall()
    {
        using var rig = new FrameRig(TimeProvider.System);
        rig.Start(LogWhen());
        rig.Tick(100, seconds: 36);
        rig.ShouldHaveLogged("3600 an hour");

        IEnumerator<Awaitable> LogWhen()
        {
            yield return Sleep(3600);
            rig.LogTime("an hour");
        }
    }
}
