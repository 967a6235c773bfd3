namespace Coroutines;

/// <summary>When a recorder looks at the system's clock.</summary>
public enum StepTiming : byte
{
    /// <summary>
    /// After each step, but for those of tasks whose steps have taken less than a quarter of a microsecond for a while: there, one look serves up to 64
    /// steps, each of which has an equal share of the time (<see cref="StepEvent.TimedTogether"/>). A step of twelve milliseconds or more is told
    /// by itself, unless the machine has more to run than it can. The time of a shorter one may be divided at first: then those who share it
    /// are timed with fewer others, and next time each by itself, until that has cost as much as the step did. So who blocks the loop again and again
    /// is told at the third time, if he takes more than a twentieth of its time.
    /// </summary>
    Adaptive,

    /// <summary>After each step: each has the time when it began, and its duration.</summary>
    EachStep,

    /// <summary>Once for each iteration: its steps have the time when the iteration began, and no duration. Their order is that in which they ended.</summary>
    EachIteration,
}
