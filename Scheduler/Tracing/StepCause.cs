namespace Coroutines;

/// <summary>Why a task takes a step.</summary>
public enum StepCause : byte
{
    /// <summary>It is not known: the recording had not begun yet, or it is no step of a task.</summary>
    Unknown,

    /// <summary>It begins.</summary>
    Started,

    /// <summary>It begins inside the step that has made it.</summary>
    StartedEagerly,

    /// <summary>What it has waited for has come: <see cref="StepEvent.Wait"/> of its step before says what that was.</summary>
    Resumed,

    /// <summary>It is cancelled, or what it has waited for was.</summary>
    Cancelled,

    /// <summary>What it has waited for has failed.</summary>
    Failed,
}
