using System.Diagnostics;

namespace Coroutines.Testing;

/// <summary>All that has happened in a <see cref="Simulation"/>, as text: the same for a seed each time, on every machine.</summary>
/// <remarks>
/// It has the latest entries, up to <see cref="SimulationOptions.TraceLimit"/>; <see cref="Fingerprint"/> is one of all. To be used on the
/// simulation's thread.
/// </remarks>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class SimulationTrace
{
    /// <summary>What those are called who are no host.</summary>
    internal const string Outside = "outside";

    private const ulong FnvOffset = 14695981039346656037;
    private const ulong FnvPrime = 1099511628211;

    private readonly Scheduler _scheduler;
    private readonly int _seed;
    private readonly int _limit;
    private readonly List<SimulationTraceEntry> _entries = [];

    // The entry that was added first, once there are as many as are kept.
    private int _first;

    internal SimulationTrace(Scheduler scheduler, int seed, int limit)
    {
        _scheduler = scheduler;
        _seed = seed;
        _limit = limit;
    }

    /// <summary>How many entries there were, those included that are not kept any more.</summary>
    public long Count { get; private set; }

    /// <summary>
    /// A number made of all entries there were: two runs in which the same has happened have the same one. It is the same on every machine.
    /// </summary>
    public ulong Fingerprint { get; private set; } = FnvOffset;

    /// <summary>The entries that are kept, the oldest first, each as a line such as <c>1.250000  a -> b: sends 5 bytes (#1)</c>.</summary>
    public IEnumerable<string> Lines => Kept.Select(static entry => entry.Line);

    internal IEnumerable<SimulationTraceEntry> Kept
    {
        get
        {
            for (int i = 0; i < _entries.Count; i++)
            {
                yield return _entries[(_first + i) % _entries.Count];
            }
        }
    }

    /// <summary>Draws it: a column for each host, a row for each entry, arrows for what comes from one host to another.</summary>
    /// <returns>The seed, the names of the hosts, and the rows.</returns>
    public override string ToString() => new SimulationDrawing(_seed, Count - _entries.Count, [.. Kept]).ToString();

    internal void Add(TraceKind kind, SimulatedLink link, int number = 0, long amount = 0) =>
        Add(new SimulationTraceEntry(_scheduler.Time, kind, link.FromNode, link.ToNode, number, amount, null));

    internal void Add(TraceKind kind, SimulatedNode node, int number = 0, string? text = null, long amount = 0) =>
        Add(new SimulationTraceEntry(_scheduler.Time, kind, node, null, number, amount, text));

    private void Add(in SimulationTraceEntry entry)
    {
        Count++;
        Note(entry);
        if (_entries.Count < _limit)
        {
            _entries.Add(entry);
        }
        else if (_limit > 0)
        {
            _entries[_first] = entry;
            _first = (_first + 1) % _limit;
        }
    }

    private void Note(in SimulationTraceEntry entry)
    {
        Mix((ulong)BitConverter.DoubleToInt64Bits(entry.Time));
        Mix((ulong)entry.Kind);
        Mix(((ulong)entry.From.Index << 32) | (uint)(entry.To?.Index ?? -1));
        Mix((ulong)entry.Number);
        Mix((ulong)entry.Amount);
        foreach (char letter in entry.Text ?? string.Empty)
        {
            Mix(letter);
        }
    }

    private void Mix(ulong value) => Fingerprint = unchecked((Fingerprint ^ value) * FnvPrime);
}
