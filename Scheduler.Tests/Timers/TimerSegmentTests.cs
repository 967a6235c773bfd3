using System.Runtime.CompilerServices;

namespace Coroutines.Tests.Timers;

/// <summary>What a timer queue keeps its timers in: its borders, and the room that it takes.</summary>
public sealed class TimerSegmentTests
{
    private readonly TimerOrder _order = new();
    private readonly ReadyQueue _ready = new();
    private readonly TimerQueue _timers;

    public TimerSegmentTests() => _timers = new TimerQueue(_order);

    [Test]
    public void Sweep_OfTimersOfWhichFewAreCancelled_KeepsTheOthers([Values(255, 256, 257, 512, 513)] int count, [Values(0, 1)] int cancelled)
    {
        int fired = 0;
        Probe[] probes = [.. Enumerable.Range(0, count).Select(_ => new Probe(() => fired++))];
        Array.ForEach(probes, probe => _timers.Add(1, probe));
        foreach (Probe probe in probes[..cancelled])
        {
            _timers.Cancel(probe);
        }

        _timers.Sweep();
        _timers.Held.ShouldBe(count - cancelled);
        _timers.MoveDue(1, _ready);
        _ready.RunBatch();
        fired.ShouldBe(count - cancelled);
    }

    [Test]
    public void EqualDeadlines_UnderNumbersGivenBefore_FireInTheOrderOfTheNumbers([Values(20, 600)] int count)
    {
        long[] numbers = [.. Enumerable.Range(0, count).Select(_ => _order.Next())];
        int[] shuffled = [.. Enumerable.Range(0, count)];
        new Random(1).Shuffle(shuffled);
        var fired = new List<int>();
        foreach (int place in shuffled)
        {
            _timers.Add(1, new Probe(() => fired.Add(place)), numbers[place]);
        }

        _timers.MoveDue(1, _ready);
        _ready.RunBatch();
        fired.ShouldBe(Enumerable.Range(0, count));
    }

    [Test]
    public void Timers_OneBurstAfterAnother_AllocateNothing([Values(10, 300, 5000)] int count, [Values] bool areCancelled)
    {
        Probe[] probes = [.. Enumerable.Range(0, count).Select(static _ => new Probe())];
        var random = new Random(1);
        double[] deadlines = [.. probes.Select(_ => random.NextDouble())];
        double now = 0;
        long least = long.MaxValue;
        for (int i = 0; i < 40; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            Round();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        // Which segment has which array takes a while to be the same each time.
        least.ShouldBe(0);

        void Round()
        {
            for (int i = 0; i < count; i++)
            {
                _timers.Add(now + deadlines[i], probes[i]);
            }

            foreach (Probe probe in areCancelled ? probes : [])
            {
                _timers.Cancel(probe);
            }

            if (areCancelled)
            {
                _timers.Sweep();
            }

            now++;
            _timers.MoveDue(now, _ready);
            _ready.RunBatch();
        }
    }

    [Test]
    public void LetGo_OfTimersThatWereSetBeforeTheHorizon_GivesTheirRoomBack()
    {
        Probe[] late = [.. Enumerable.Range(0, 3000).Select(static _ => new Probe())];
        Probe[] early = [.. Enumerable.Range(0, 2000).Select(static _ => new Probe())];
        long room = early.Length * Unsafe.SizeOf<TimerEntry>();
        Burst();

        // What the segments have needed is kept elsewhere, and is there.
        AllocatedBy(Burst).ShouldBeLessThan(room);
        _timers.LetGo(0);
        AllocatedBy(Burst).ShouldBeGreaterThan(room);

        void Burst()
        {
            // One run, whose last deadline is the horizon; what comes then is before it.
            Array.ForEach(late, probe => _timers.Add(10, probe));
            _timers.NextDeadline();
            Array.ForEach(early, probe => _timers.Add(5, probe));
            _timers.MoveDue(10, _ready);
            _ready.RunBatch();
        }

        static long AllocatedBy(Action action)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            action();
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }
}
