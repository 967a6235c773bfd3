namespace Coroutines;

/// <summary>Why a task takes a step, as it stood just before it.</summary>
internal struct StepReason
{
    /// <summary>Whose step has put it into the queue; null for a timer, a socket, another thread, or code outside.</summary>
    internal IRunnable? By;

    /// <summary>When it began, on the scheduler's clock.</summary>
    internal double Time;

    /// <summary>Why.</summary>
    internal StepCause Cause;

    /// <summary>What the task had to look at.</summary>
    internal TaskAttention Attention;

    /// <summary>Whether it was to take the step when its group was paused, and so takes it now.</summary>
    internal bool IsAfterPause;
}
