using Coroutines.Tests.Frames;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Peers;

/// <summary>HCoroutines: miscounted repeats, failed children passed over, timeouts that look like success, frames lost in chains.</summary>
public class HCoroutinesTests
{
    private readonly FrameRig _rig = new();

    [TearDown]
    public void TearDown() => _rig.Dispose();

    [Test]
    public void RepeatOfThree_RunsThreeTimes()
    {
        int count = 0;
        _rig.Start(Repeat(3, CountOnce));
        _rig.Tick(10);
        count.ShouldBe(3);

        IEnumerator<Awaitable> CountOnce()
        {
            count++;
            yield return null;
        }
    }

    [Test]
    public void FailedChild_KeepsTheParentFromGoingOn([Values("awaited", "task", "gathered")] string how)
    {
        CoTask parent = _rig.Start(Parent());
        _rig.Tick(3);
        parent.Exception.ShouldBeOfType<IOException>();
        _rig.ShouldHaveLogged();

        IEnumerator<Awaitable> Parent()
        {
            yield return how switch
            {
                "awaited" => Await(Fail()),
                "task" => CreateTask(Fail()),
                _ => Gather(Fail()),
            };
            _rig.Log("went on");
        }

        static IEnumerator<Awaitable> Fail()
        {
            yield return null;
            throw new IOException();
        }
    }

    [Test]
    public void TimeLimit_ThatExpires_IsAnError()
    {
        _rig.Start(Limited());
        _rig.Tick(5);
        _rig.ShouldHaveLogged("TimeoutException");

        IEnumerator<Awaitable> Limited()
        {
            yield return Settle(WaitFor(Sleep(10), 1), out var outcome);
            _rig.Log(outcome.Exception!.GetType().Name);
        }
    }

    [Test]
    public void ChainThatReturnsAtOnce_TakesNoFrame([Values(3, 100)] int depth)
    {
        _rig.Start(Outermost());
        _rig.Tick(1, seconds: 0);
        _rig.ShouldHaveLogged("1 bottom", "1 back");

        IEnumerator<Awaitable> Outermost()
        {
            yield return Await(Chain(depth));
            _rig.LogFrame("back");
        }

        IEnumerator<Awaitable> Chain(int left)
        {
            if (left == 0)
            {
                _rig.LogFrame("bottom");
                yield break;
            }

            yield return Await(Chain(left - 1));
        }
    }
}
