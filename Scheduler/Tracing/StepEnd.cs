namespace Coroutines;

/// <summary>What a step has come to.</summary>
public enum StepEnd : byte
{
    /// <summary>The task waits, or the callback is over.</summary>
    Waits,

    /// <summary>The task is done.</summary>
    Done,

    /// <summary>The task has ended by a cancel.</summary>
    Cancelled,

    /// <summary>The task has failed.</summary>
    Failed,
}
