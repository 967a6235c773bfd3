using Coroutines.Tests.Frames;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Peers;

/// <summary>MEC: absolute times in single precision, and waiters released as if a failed child had succeeded.</summary>
public class MecTests
{
    private readonly FrameRig _rig = new();

    [TearDown]
    public void TearDown() => _rig.Dispose();

    [TestCase(0), TestCase(36_000), TestCase(31_557_600), TestCase(3_155_760_000)]
    public void Sleeps_AfterALongTime_AreAsExactAsAtFirst(double start)
    {
        int count = 0;
        _rig.Tick(seconds: start);
        _rig.Start(SleepShortly());
        _rig.Tick(seconds: 0);
        _rig.Tick(1024, seconds: 1.0 / 64);

        // A millisecond, 1/1024 s, is far below a float's resolution after ten hours (3.9 ms).
        count.ShouldBe(16 * 1024);
        _rig.Scheduler.Time.ShouldBe(start + 16);

        IEnumerator<Awaitable> SleepShortly()
        {
            while (true)
            {
                yield return Sleep(1.0 / 1024);
                count++;
            }
        }
    }

    [Test]
    public void Fault_OfAChild_FailsTheOneThatWaitsForIt()
    {
        CoTask child = _rig.Start(Fail());
        CoTask parent = _rig.Start(WaitFor(child));
        _rig.Tick(3);
        parent.Exception.ShouldBe(child.Exception);
        _rig.ShouldHaveLogged();

        static IEnumerator<Awaitable> Fail()
        {
            yield return null;
            throw new IOException("lost");
        }

        IEnumerator<Awaitable> WaitFor(CoTask task)
        {
            yield return task;
            _rig.Log("as if it had succeeded");
        }
    }

    [Test]
    public void Frame_OfManySleepers_LooksAtNoneOfThem([Values(10, 100_000)] int count)
    {
        var group = new CoGroup(_rig.Scheduler);
        for (int i = 0; i < count; i++)
        {
            (i % 2 == 0 ? _rig.Start(SleepLong()) : group.CreateTask(SleepLong())).Priority = 1;
        }

        _rig.Tick();
        var watch = new CountingObserver();
        _rig.Scheduler.Loop.StepObserver = watch;
        long iterations = _rig.Scheduler.Loop.Iteration;
        _rig.Tick(100);

        // By what is done: no step is taken, and of iterations as few as there are frames.
        watch.Steps.ShouldBe(0);
        (_rig.Scheduler.Loop.Iteration - iterations).ShouldBe(100);

        static IEnumerator<Awaitable> SleepLong()
        {
            yield return Sleep(1e6);
        }
    }

    [Test]
    public void PauseAndResume_OfManySleepers_TouchesNoneOfThem([Values(10, 100_000)] int count)
    {
        var group = new CoGroup(_rig.Scheduler);
        for (int i = 0; i < count; i++)
        {
            group.CreateTask(SleepLong());
        }

        _rig.Tick();
        var watch = new CountingObserver();
        _rig.Scheduler.Loop.StepObserver = watch;
        for (int i = 0; i < 100; i++)
        {
            group.Pause();
            _rig.Tick();
            group.Resume();
            _rig.Tick();
        }

        watch.Steps.ShouldBe(0);

        static IEnumerator<Awaitable> SleepLong()
        {
            yield return Sleep(1e6);
        }
    }

    private sealed class CountingObserver : IStepObserver
    {
        internal int Steps { get; private set; }

        public void Starting(IRunnable item) => Steps++;

        public void Finished(IRunnable item)
        {
            // Counted when it starts.
        }
    }
}
