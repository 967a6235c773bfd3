using System.Runtime.CompilerServices;

namespace Coroutines.Tests.Timers;

/// <summary>The heap by itself: it keeps nobody who has left it, and no more room than is little.</summary>
public sealed class TimerHeapTests
{
    private readonly TimerHeap _heap = new();

    [Test]
    public void RemoveFirst_LetsGoOfTheTarget([Values(1, 2, 5)] int count)
    {
        WeakReference[] targets = AddAndRemove(count);
        Garbage.Collect(targets);

        targets.ShouldAllBe(static target => !target.IsAlive);
        GC.KeepAlive(_heap);
    }

    [Test]
    public void Clear_LetsGoOfTheTargets()
    {
        WeakReference[] targets = AddAndClear();
        Garbage.Collect(targets);

        targets.ShouldAllBe(static target => !target.IsAlive);
        _heap.Count.ShouldBe(0);
        GC.KeepAlive(_heap);
    }

    [TestCase(16, false)]
    [TestCase(1024, false)]
    [TestCase(1025, true)]
    [TestCase(5000, true)]
    public void LetGo_OfAnEmptyOne_GivesTheRoomBack_IfThatIsMuch(int count, bool givesBack)
    {
        var probe = new Probe();
        Fill(count, probe);
        _heap.Clear();
        long before = GC.GetAllocatedBytesForCurrentThread();
        _heap.LetGo();
        Fill(count, probe);
        bool hasAllocated = GC.GetAllocatedBytesForCurrentThread() > before;

        hasAllocated.ShouldBe(givesBack);
    }

    [Test]
    public void LetGo_OfOneThatIsNotEmpty_ChangesNothing()
    {
        var probe = new Probe();
        Fill(2000, new Probe());
        _heap.Clear();
        _heap.Add(new TimerEntry(7, 1, probe));
        _heap.LetGo();

        _heap.Count.ShouldBe(1);
        _heap.First.Target.ShouldBeSameAs(probe);
    }

    private void Fill(int count, Probe probe)
    {
        for (int i = 0; i < count; i++)
        {
            _heap.Add(new TimerEntry(i, i + 1, probe));
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private WeakReference[] AddAndClear()
    {
        Probe[] probes = [.. Enumerable.Range(0, 5).Select(static _ => new Probe())];
        for (int i = 0; i < probes.Length; i++)
        {
            _heap.Add(new TimerEntry(i, i + 1, probes[i]));
        }

        _heap.Clear();
        return [.. probes.Select(static probe => new WeakReference(probe))];
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private WeakReference[] AddAndRemove(int count)
    {
        Probe[] probes = [.. Enumerable.Range(0, count).Select(static _ => new Probe())];
        for (int i = 0; i < count; i++)
        {
            _heap.Add(new TimerEntry(i, i + 1, probes[i]));
        }

        for (int i = 0; i < count; i++)
        {
            _heap.First.Target.ShouldBeSameAs(probes[i]);
            _heap.RemoveFirst();
        }

        _heap.Count.ShouldBe(0);
        return [.. probes.Select(static probe => new WeakReference(probe))];
    }
}
