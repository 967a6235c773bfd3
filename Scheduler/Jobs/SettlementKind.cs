namespace Coroutines.Jobs;

/// <summary>What is to become of a job.</summary>
internal enum SettlementKind
{
    /// <summary>It is not known yet.</summary>
    Undecided,

    Acknowledge,

    Reject,

    DeadLetter,
}
