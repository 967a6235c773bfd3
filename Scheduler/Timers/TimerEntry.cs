namespace Coroutines;

/// <summary>A deadline, and who waits for it.</summary>
internal struct TimerEntry(double when, long token, ITimed target)
{
    internal readonly double When = when;

    /// <summary>Counts up, so that equal deadlines come in the order in which they were set (rule 4).</summary>
    internal readonly long Token = token;

    internal ITimed? Target = target;

    /// <summary>Whether it was cancelled, or set anew, since.</summary>
    internal readonly bool IsStale => Target!.TimerToken != Token;

    internal readonly bool IsBefore(in TimerEntry other) =>
        When < other.When || (When == other.When && Token < other.Token);
}
