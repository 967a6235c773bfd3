namespace Coroutines;

/// <summary>When a recorder looks at the system's clock.</summary>
public enum StepTiming : byte
{
    /// <summary>After each step: each has the time when it began, and its duration.</summary>
    EachStep,

    /// <summary>Once for each iteration: its steps have the time when the iteration began, and no duration. Their order is that in which they ended.</summary>
    EachIteration,
}
