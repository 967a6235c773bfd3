namespace Coroutines.Jobs;

/// <summary>A job that the source has leased to this worker.</summary>
/// <param name="job">Its first delivery here.</param>
internal sealed class JobInHand(Job job)
{
    /// <summary>Its last delivery: the one that is settled.</summary>
    internal Job Job { get; set; } = job;

    /// <summary>What runs it; null before it has begun.</summary>
    internal CoTask? Task { get; set; }

    /// <summary>What gives up on it where its handler does not end; null where there is no time limit.</summary>
    internal TimerHandle? Limit { get; set; }

    /// <summary>What is to become of it.</summary>
    internal SettlementKind Kind { get; private set; }

    /// <summary>How long it is to rest, where it is given back.</summary>
    internal TimeSpan Delay { get; private set; }

    /// <summary>Why it goes to the dead letters, where it does.</summary>
    internal string Reason { get; private set; } = string.Empty;

    /// <summary>Says what is to become of it, if that was not said before.</summary>
    /// <returns>False if it was.</returns>
    internal bool TryDecide(SettlementKind kind, TimeSpan delay = default, string reason = "")
    {
        if (Kind != SettlementKind.Undecided)
        {
            return false;
        }

        Kind = kind;
        Delay = delay;
        Reason = reason;
        return true;
    }
}
