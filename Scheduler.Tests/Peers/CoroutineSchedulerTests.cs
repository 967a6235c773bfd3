using Coroutines.Tests.Frames;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Peers;

/// <summary>CoroutineScheduler: no sleep, no cancel, and a task that throws takes the process with it.</summary>
public class CoroutineSchedulerTests
{
    private readonly FrameRig _rig = new();

    [TearDown]
    public void TearDown() => _rig.Dispose();

    [Test]
    public void TaskThatThrows_LeavesTheFrameAndTheOthersAsTheyAre()
    {
        CoTask task = _rig.Start(Fail());
        _rig.Start(Log("other"));
        _rig.Tick(2);
        task.Exception.ShouldBeOfType<IOException>();
        _rig.ShouldHaveLogged("0.5 other");

        static IEnumerator<Awaitable> Fail()
        {
            throw new IOException();
#pragma warning disable CS0162 // A coroutine needs a yield.
            yield break;
#pragma warning restore CS0162
        }
    }

    [Test]
    public void SleepAndCancel_AreThere()
    {
        CoTask task = _rig.Start(Sleeper());
        _rig.Tick();
        task.Cancel("enough").ShouldBeTrue();
        _rig.Tick();
        FrameRig.CancelOf(task).ShouldBe("enough");

        static IEnumerator<Awaitable> Sleeper()
        {
            yield return Sleep(10);
        }
    }

    private IEnumerator<Awaitable> Log(string name)
    {
        yield return null;
        _rig.LogTime(name);
    }
}
