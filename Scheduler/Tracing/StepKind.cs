namespace Coroutines;

/// <summary>What the loop has run.</summary>
public enum StepKind : byte
{
    /// <summary>A step of a task.</summary>
    Task,

    /// <summary>A callback: of <c>CallSoon</c>, of another thread, or one that hears of the end of a future.</summary>
    Callback,

    /// <summary>A callback of <c>CallLater</c> or <c>CallAt</c>.</summary>
    Timer,
}
