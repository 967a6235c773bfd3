using Coroutines.Tests.Frames;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Peers;

/// <summary>AwaitableCoroutine: a cancel that stops nothing, a fault whose cause is lost, 112 bytes a step.</summary>
public class AwaitableCoroutineTests
{
    private readonly FrameRig _rig = new();

    [TearDown]
    public void TearDown() => _rig.Dispose();

    [Test]
    public void Cancel_StopsTheBody()
    {
        int steps = 0;
        CoTask task = _rig.Start(Count());
        _rig.Tick(3);
        task.Cancel();
        _rig.Tick(10);
        steps.ShouldBe(2);
        task.IsCancelled.ShouldBeTrue();

        IEnumerator<Awaitable> Count()
        {
            while (true)
            {
                yield return null;
                steps++;
            }
        }
    }

    [Test]
    public void Fault_IsNoCancel_AndKeepsItsCauseAndItsPlace()
    {
        CoTask task = _rig.Start(Outer());
        _rig.Tick(2);
        task.IsCancelled.ShouldBeFalse();
        var fault = task.Exception.ShouldBeOfType<IOException>();
        fault.Message.ShouldBe("lost");
        fault.GetLogicalStack().ShouldNotBeNull().ToString().ShouldContain("Outer > Inner");

        static IEnumerator<Awaitable> Outer()
        {
            yield return Await(Inner());
        }

        static IEnumerator<Awaitable> Inner()
        {
            yield return null;
            throw new IOException("lost");
        }
    }

    [Test]
    public void Step_AllocatesNothing()
    {
        for (int i = 0; i < 100; i++)
        {
            _rig.Start(Step());
        }

        _rig.Tick(100);
        long before = GC.GetAllocatedBytesForCurrentThread();
        _rig.Tick(1000);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);

        static IEnumerator<Awaitable> Step()
        {
            while (true)
            {
                yield return null;
            }
        }
    }
}
