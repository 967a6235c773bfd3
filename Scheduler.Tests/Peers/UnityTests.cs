using Coroutines.Tests.Frames;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Peers;

/// <summary>Unity's coroutines: no results, no <c>finally</c> on stop, silent faults, no virtual time.</summary>
public class UnityTests
{
    private readonly FrameRig _rig = new();

    [TearDown]
    public void TearDown() => _rig.Dispose();

    [Test]
    public void Coroutine_ReturnsAResultToTheOneThatAwaitsIt()
    {
        _rig.Start(Ask());
        _rig.Tick(2);
        _rig.ShouldHaveLogged("42");

        IEnumerator<Awaitable> Ask()
        {
            yield return Await<int>(Answer()).Into(out var answer);
            _rig.Log($"{answer.Result}");
        }

        static IEnumerator<Awaitable> Answer()
        {
            yield return null;
            yield return Return(42);
        }
    }

    [Test]
    public void Stop_RunsTheFinallyBlocks_InnermostFirst()
    {
        CoTask task = _rig.Start(Outer());
        _rig.Tick();
        task.Cancel();
        _rig.Tick();
        _rig.ShouldHaveLogged("inner", "outer");

        IEnumerator<Awaitable> Outer()
        {
            try
            {
                yield return Await(Inner());
            }
            finally
            {
                _rig.Log("outer");
            }
        }

        IEnumerator<Awaitable> Inner()
        {
            try
            {
                yield return Sleep(100);
            }
            finally
            {
                _rig.Log("inner");
            }
        }
    }

    [Test]
    public void Fault_OfAnInnerCoroutine_ReachesTheOuterOne()
    {
        _rig.Start(Outer());
        _rig.Tick(2);
        _rig.ShouldHaveLogged("caught lost");

        IEnumerator<Awaitable> Outer()
        {
            yield return Settle(Inner(), out var outcome);
            _rig.Log($"caught {outcome.Exception!.Message}");
        }

        static IEnumerator<Awaitable> Inner()
        {
            yield return null;
            throw new IOException("lost");
        }
    }

    [Test]
    public void Fault_ThatNobodyLooksAt_IsReported()
    {
        StartAndForget();
        _rig.Tick();
        _rig.Scheduler.Dispose();
        _rig.Reports.Single().Exception!.Message.ShouldBe("lost");

        void StartAndForget() => _rig.Start(Fail());

        static IEnumerator<Awaitable> Fail()
        {
            yield return Sleep(0.1);
            throw new IOException("lost");
        }
    }

    [Test]
    public void AnHour_InATest_TakesNoTime()
    {
        var clock = new VirtualClock();
        Scheduler.Run(SleepFor(TimeSpan.FromHours(1)), new SchedulerOptions { TimeProvider = clock });
        clock.Time.ShouldBe(3600);

        static IEnumerator<Awaitable> SleepFor(TimeSpan time)
        {
            yield return Sleep(time);
        }
    }

    [Test]
    public void Wait_OfAnyKind_AllocatesNothing_OnceItIsWarm()
    {
        // Each WaitForSeconds is an object there.
        _rig.Start(Waits());
        _rig.Tick(200);
        long before = GC.GetAllocatedBytesForCurrentThread();
        _rig.Tick(1000);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);

        static IEnumerator<Awaitable> Waits()
        {
            while (true)
            {
                yield return Sleep(0.1);
                yield return null;
                yield return WaitFrames(3);
                yield return NextPhase(FramePhase.Update);
                yield return SleepUntil(Now + 0.1);
            }
        }
    }
}
