using Coroutines.Tests.Frames;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Peers;

/// <summary>UniTask: order that changes after a completion, no double await, losers that run on.</summary>
public class UniTaskTests
{
    private readonly FrameRig _rig = new();

    [TearDown]
    public void TearDown() => _rig.Dispose();

    [Test]
    public void Order_AfterACompletion_StaysAsItWas()
    {
        for (int i = 0; i < 6; i++)
        {
            _rig.Start(Log(i, frames: i == 1 ? 1 : 3));
        }

        _rig.Tick(4);
        string.Concat(_rig.Trace).ShouldBe("012345" + "02345" + "02345");

        IEnumerator<Awaitable> Log(int number, int frames)
        {
            for (int i = 0; i < frames; i++)
            {
                yield return null;
                _rig.Log($"{number}");
            }
        }
    }

    [Test]
    public void Task_MayBeAwaitedAnyNumberOfTimes()
    {
        CoTask<int> task = _rig.Scheduler.CreateTask<int>(Answer());
        _rig.Start(Ask());
        _rig.Start(Ask());
        _rig.Tick(3);
        _rig.ShouldHaveLogged("42", "42", "42", "42");

        IEnumerator<Awaitable> Ask()
        {
            yield return task;
            _rig.Log($"{task.Result}");
            yield return task;
            _rig.Log($"{task.Result}");
        }

        static IEnumerator<Awaitable> Answer()
        {
            yield return null;
            yield return Return(42);
        }
    }

    [Test]
    public void Race_CancelsTheLosers_AndSaysWhoWon()
    {
        _rig.Start(RaceThem());
        _rig.Tick(6);
        _rig.ShouldHaveLogged("0.5 fast", "0.5 slow closed", "0.5 never closed", "0.5 winner 1");
        _rig.ShouldBeAtRest();

        IEnumerator<Awaitable> RaceThem()
        {
            yield return Race(Run("slow", 1), Run("fast", 0.5), Run("never", double.PositiveInfinity)).Into(out var winner);
            _rig.LogTime($"winner {winner.Result.Index}");
        }

        IEnumerator<Awaitable> Run(string name, double seconds)
        {
            bool isDone = false;
            try
            {
                yield return Sleep(seconds);
                isDone = true;
                _rig.LogTime(name);
            }
            finally
            {
                if (!isDone)
                {
                    _rig.LogTime($"{name} closed");
                }
            }
        }
    }
}
