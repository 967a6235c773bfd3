using static Coroutines.Awaitable;

namespace Coroutines.Tests.Frames;

/// <summary>Once everything is warm, a frame costs no memory, whatever its coroutines wait for.</summary>
public class FrameAllocationTests
{
    private static readonly FramePhase _physics = FramePhase.Fixed("physics", 0.125);
    private static readonly FramePhase _late = new("late");
    private static readonly FramePhase _loading = FramePhase.Background("loading", 1);

    private readonly FrameRig _rig = new(_physics, FramePhase.Update, _late, _loading);
    private readonly CoSignal<int> _hit = new();
    private readonly CoSignal _died = new();
    private readonly SignalSource[] _many = [.. Enumerable.Range(0, 9).Select(static _ => new CoSignal())];

    [TearDown]
    public void TearDown() => _rig.Dispose();

    [TestCase("bare"), TestCase("late"), TestCase("physics"), TestCase("loading"), TestCase("frames"), TestCase("sleep")]
    [TestCase("until"), TestCase("ticker"), TestCase("signal"), TestCase("typed signal"), TestCase("update"), TestCase("unscaled")]
    [TestCase("first signal"), TestCase("first typed signal"), TestCase("first of many, signal")]
    public void Frames_OnceWarm_AllocateNothing(string what)
    {
        var slow = new CoGroup(_rig.Scheduler) { TimeScale = 0.5 };
        foreach (CoGroup? group in (CoGroup?[])[null, new CoGroup(_rig.Scheduler), new CoGroup(slow)])
        {
            for (int i = 0; i < 20; i++)
            {
                CoTask task = group is null ? _rig.Start(Loop()) : group.CreateTask(Loop());
                task.Priority = i % 3;
            }
        }

        if (what.EndsWith("signal", StringComparison.Ordinal))
        {
            _rig.Start(Emit());
        }

        RunFrames(600);
        long before = GC.GetAllocatedBytesForCurrentThread();
        RunFrames(1000);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);

        IEnumerator<Awaitable> Loop()
        {
            Ticker every = Every(0.1, CatchUp.Skip);
            while (true)
            {
                switch (what)
                {
                    case "late":
                        yield return NextPhase(_late);
                        break;
                    case "physics":
                        yield return NextPhase(_physics);
                        break;
                    case "loading":
                        yield return NextPhase(_loading);
                        break;
                    case "update":
                        yield return NextPhase(FramePhase.Update);
                        break;
                    case "frames":
                        yield return WaitFrames(3);
                        break;
                    case "sleep":
                        yield return Sleep(0.3);
                        break;
                    case "until":
                        yield return SleepUntil(Now + 0.3);
                        break;
                    case "unscaled":
                        yield return SleepUnscaled(0.1 + (_rig.Scheduler.FrameCount % 7));
                        break;
                    case "first signal":
                        yield return FirstOf(_died, _hit, _died).Into(out var first);
                        first.Result.Is(_died);
                        break;
                    case "first typed signal":
                        yield return FirstOf(_hit, _died).Into(out first);
                        first.Result.Is(_hit, out int told);
                        break;
                    case "first of many, signal":
                        yield return FirstOf(_many).Into(out first);
                        _ = first.Result;
                        break;
                    case "ticker":
                        yield return every;
                        break;
                    case "signal":
                        yield return _died.Next();
                        break;
                    case "typed signal":
                        yield return _hit.Next().Into(out var number);
                        _ = number.Result;
                        break;
                    default:
                        yield return null;
                        break;
                }
            }
        }

        IEnumerator<Awaitable> Emit()
        {
            while (true)
            {
                _hit.Emit(1);
                _died.Emit();
                ((CoSignal)_many[3]).Emit();
                yield return null;
            }
        }
    }

    [Test]
    public void PauseAndResume_OfAGroup_AllocateNothingPerTask()
    {
        var group = new CoGroup(_rig.Scheduler);
        long few = Measure(10);
        Measure(10_000).ShouldBeLessThanOrEqualTo(few + 1000);

        long Measure(int count)
        {
            for (int i = group.Count; i < count; i++)
            {
                group.CreateTask(SleepLong());
            }

            Toggle();
            long before = GC.GetAllocatedBytesForCurrentThread();
            Toggle();
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        void Toggle()
        {
            for (int i = 0; i < 100; i++)
            {
                group.Pause();
                _rig.Tick(seconds: 0.01);
                group.Resume();
                _rig.Tick(seconds: 0.01);
            }
        }

        static IEnumerator<Awaitable> SleepLong()
        {
            yield return Sleep(1e6);
        }
    }

    private void RunFrames(int count)
    {
        for (int i = 0; i < count; i++)
        {
            _rig.Scheduler.Tick(0.25);
        }
    }
}
