namespace Coroutines;

/// <summary>The phases of a <see cref="CoBarrier"/>.</summary>
internal enum BarrierState : byte
{
    /// <summary>Tasks arrive, and wait for the others.</summary>
    Filling,

    /// <summary>All have arrived, and leave. Newcomers wait until the last one has left.</summary>
    Draining,

    /// <summary>It was reset while some waited; they leave with an error. Newcomers wait until the last one has left.</summary>
    Resetting,

    /// <summary>It was aborted: everybody gets an error.</summary>
    Broken,
}
