namespace Coroutines;

/// <summary>
/// Where a future or a task stands. A plain <see cref="Future"/> is pending until it is finished or cancelled; a task
/// refines "pending" into ready, running and waiting.
/// </summary>
public enum FutureState : byte
{
    /// <summary>A plain future without a result.</summary>
    Pending,

    /// <summary>A task whose next step is queued.</summary>
    Ready,

    /// <summary>A task whose step is being run.</summary>
    Running,

    /// <summary>A task that waits on something pending.</summary>
    Waiting,

    /// <summary>Done, with a result or an exception. Final.</summary>
    Finished,

    /// <summary>Done by being cancelled. Final.</summary>
    Cancelled,
}
