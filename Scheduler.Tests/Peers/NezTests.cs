using Coroutines.Tests.Frames;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Peers;

/// <summary>Nez: stale handles that hit somebody else, double steps after a throw, waits that last a frame too long.</summary>
public class NezTests
{
    private readonly FrameRig _rig = new();

    [TearDown]
    public void TearDown() => _rig.Dispose();

    [Test]
    public void StaleHandle_HitsNobodyElse()
    {
        // Many, so that anything that is pooled comes round again.
        var old = new List<CoTask>();
        for (int i = 0; i < 100; i++)
        {
            old.Add(_rig.Start(End()));
        }

        _rig.Tick(2);
        var young = new List<CoTask>();
        for (int i = 0; i < 100; i++)
        {
            young.Add(_rig.Start(Loop()));
        }

        _rig.Tick();
        old.ShouldAllBe(task => !task.Cancel(null));
        _rig.Tick(2);
        young.ShouldAllBe(task => !task.IsDone);

        static IEnumerator<Awaitable> End()
        {
            yield return null;
        }

        static IEnumerator<Awaitable> Loop()
        {
            while (true)
            {
                yield return null;
            }
        }
    }

    [Test]
    public void StaleHandle_OfACallbackOrATimer_HitsNobodyElse()
    {
        Handle soon = _rig.Scheduler.CallSoon(() => _rig.Log("first"));
        Handle later = _rig.Scheduler.CallLater(0.1, () => _rig.Log("second"));
        _rig.Tick();
        _rig.Scheduler.CallSoon(() => _rig.Log("third"));
        _rig.Scheduler.CallLater(0.1, () => _rig.Log("fourth"));
        soon.Cancel();
        later.Cancel();
        _rig.Tick();
        _rig.ShouldHaveLogged("first", "second", "third", "fourth");
    }

    [Test]
    public void Throw_OfOne_MakesNobodyElseStepTwice()
    {
        var steps = new List<long>();
        _rig.Start(Fail(2));
        _rig.Start(Count());
        _rig.Start(Fail(3));
        _rig.Tick(6);
        steps.ShouldBe([2, 3, 4, 5, 6]);

        IEnumerator<Awaitable> Count()
        {
            while (true)
            {
                yield return null;
                steps.Add(_rig.Scheduler.FrameCount);
            }
        }

        static IEnumerator<Awaitable> Fail(int frame)
        {
            yield return WaitFrames(frame - 1);
            throw new IOException();
        }
    }

    [Test]
    public void Waits_LastExactlyAsLongAsTheySay([Values(1, 2, 5)] int frames)
    {
        _rig.Start(WaitByFrames());
        _rig.Start(WaitByTime());
        _rig.Tick(10);
        _rig.ShouldHaveLogged($"{frames} by time", $"{1 + frames} by frames");

        IEnumerator<Awaitable> WaitByFrames()
        {
            yield return WaitFrames(frames);
            _rig.LogFrame("by frames");
        }

        IEnumerator<Awaitable> WaitByTime()
        {
            // It begins with the first frame, at time 0, and is over in the one that ends at its time.
            yield return Sleep(frames * 0.25);
            _rig.LogFrame("by time");
        }
    }
}
