using System.Runtime.CompilerServices;

namespace Coroutines.Tests.Loop;

/// <summary>The heap by itself: it keeps nobody who has left it.</summary>
public sealed class TimerHeapTests
{
    private readonly TimerHeap _heap = new();

    [Test]
    public void RemoveFirst_LetsGoOfTheTarget([Values(1, 2, 5)] int count)
    {
        WeakReference[] targets = AddAndRemove(count);
        GC.Collect();

        targets.ShouldAllBe(static target => !target.IsAlive);
        GC.KeepAlive(_heap);
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
