namespace Coroutines.Examples.Raft;

/// <summary>The log of one node, in memory. Places are counted from 1; before the first one is 0, of term 0.</summary>
internal sealed class ReplicatedLog
{
    private readonly List<LogEntry> _entries = [];

    internal long LastIndex => _entries.Count;

    internal long LastTerm => TermAt(LastIndex);

    /// <summary>Up to where it is on the disk.</summary>
    internal long SavedIndex { get; private set; }

    internal LogEntry this[long index] => _entries[(int)index - 1];

    internal long TermAt(long index) => index == 0 ? 0 : this[index].Term;

    internal bool Has(long index, long term) => index <= LastIndex && TermAt(index) == term;

    internal IReadOnlyList<LogEntry> After(long index, int most) => _entries.GetRange((int)index, (int)Math.Min(most, LastIndex - index));

    internal void Append(LogEntry entry) => _entries.Add(entry);

    /// <summary>Drops everything behind a place.</summary>
    internal void CutAfter(long index)
    {
        _entries.RemoveRange((int)index, (int)(LastIndex - index));
        SavedIndex = Math.Min(SavedIndex, index);
    }

    internal void MarkSaved() => SavedIndex = LastIndex;

    /// <summary>Where the entries of a term begin, of which this is one.</summary>
    internal long StartOfTermAt(long index)
    {
        long start = index;
        while (start > 1 && TermAt(start - 1) == TermAt(index))
        {
            start--;
        }

        return start;
    }
}
