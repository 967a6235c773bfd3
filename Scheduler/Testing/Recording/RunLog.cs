namespace Coroutines.Testing;

/// <summary>All that has come into a run from outside.</summary>
internal sealed class RunLog
{
    /// <summary>Whether the time was that of a virtual clock, and so came from inside.</summary>
    internal bool IsVirtual { get; init; }

    /// <summary>How many units of the clock there are in a second.</summary>
    internal double Frequency { get; init; }

    /// <summary>The last iteration that has begun.</summary>
    internal long LastIteration { get; set; }

    internal List<RecordedEvent> Events { get; init; } = [];

    /// <summary>What the clock has shown, in the order in which it was looked at, and in which iteration that was.</summary>
    internal List<(long Iteration, long Timestamp)> Times { get; init; } = [];

    internal RunLog Copy() => new()
    {
        IsVirtual = IsVirtual,
        Frequency = Frequency,
        LastIteration = LastIteration,
        Events = [.. Events],
        Times = [.. Times],
    };
}
