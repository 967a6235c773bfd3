using System.Globalization;
using System.Runtime.CompilerServices;

namespace Coroutines.Tests.Sync;

/// <summary>What the queue counts, and what its used waiters keep.</summary>
public sealed class WaiterQueueTests
{
    private readonly Rig _rig = new();

    [TearDown]
    public void TearDown() => _rig.Dispose();

    [Test]
    public void Count_WithoutOneThatWasCancelled_IsThatOfTheOthers([Values(0, 1, 2)] int cancelled)
    {
        var gate = new CoEvent();
        CoTask[] tasks = [.. Enumerable.Range(0, 3).Select(_ => _rig.Start(WaitFor(gate.Wait())))];
        _rig.Iterate();
        CountIn(gate).ShouldBe(3);

        tasks[cancelled].Cancel();
        CountIn(gate).ShouldBe(2);

        // It leaves in its own step, and has been taken off before.
        _rig.Iterate(2);
        tasks[cancelled].IsCancelled.ShouldBeTrue();
        CountIn(gate).ShouldBe(2);
        gate.Set();
        _rig.Iterate(2);
        CountIn(gate).ShouldBe(0);
    }

    [Test]
    public void WaiterThatIsKeptForTheNextWait_KeepsNotWhatItHasWaitedOn([Values] bool cancels)
    {
        WeakReference gate = WaitOnce(cancels);
        Garbage.Collect(gate);

        gate.IsAlive.ShouldBeFalse();
        _rig.Scheduler.Places.Waiters.Take().ShouldNotBeNull();
    }

    [Test]
    public void RandomWaits_Cancels_AndWakes_KeepTheQueueAsItIsToBe([Values(1, 2, 3)] int seed)
    {
        TestContext.Out.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var places = new CoSemaphore(2);
        var tasks = new List<CoTask>();
        for (int i = 0; i < 2_000; i++)
        {
            int choice = random.Next(10);
            if (choice < 4)
            {
                tasks.Add(_rig.Start(WaitFor(places.Acquire())));
            }
            else if (choice < 7 && tasks.Count > 0)
            {
                tasks[random.Next(tasks.Count)].Cancel();
            }
            else if (choice < 9)
            {
                _rig.Iterate();
            }
            else
            {
                places.Release();
            }

            places.Queue.VerifyInvariants();
        }
    }

    private static int CountIn(CoEvent gate) => gate.ToString().Split(", ") is [_, var waiting]
        ? int.Parse(waiting.Split(' ')[0], CultureInfo.InvariantCulture)
        : 0;

    private static IEnumerator<Awaitable> WaitFor(Awaitable awaitable)
    {
        yield return awaitable;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private WeakReference WaitOnce(bool cancels)
    {
        var gate = new CoEvent();
        CoTask task = _rig.Start(WaitFor(gate.Wait()));
        _rig.Iterate();
        if (cancels)
        {
            task.Cancel();
        }
        else
        {
            gate.Set();
        }

        _rig.Iterate(2);
        task.IsDone.ShouldBeTrue();
        return new WeakReference(gate);
    }
}
