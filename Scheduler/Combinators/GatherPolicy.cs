namespace Coroutines;

/// <summary>What a gathering future does when a child fails.</summary>
internal enum GatherPolicy : byte
{
    /// <summary>It fails at once; the other children go on.</summary>
    FailAtOnce,

    /// <summary>It cancels the other children, waits for them, and then fails.</summary>
    CancelRest,

    /// <summary>A failure is an outcome like a result.</summary>
    CollectOutcomes,
}
