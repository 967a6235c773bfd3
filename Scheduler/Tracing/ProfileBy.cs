namespace Coroutines;

/// <summary>What a <see cref="FrameProfiler"/> adds up the steps by.</summary>
public enum ProfileBy
{
    /// <summary>By the name of the coroutine that a task runs, so that a hundred tasks of <c>Enemy</c> are one entry.</summary>
    Coroutine,

    /// <summary>By the innermost group of the task.</summary>
    Group,

    /// <summary>By the phase of the frame in which it was taken.</summary>
    Phase,
}
