namespace Coroutines.Testing;

/// <summary>What an entry of a <see cref="StepTrace"/> tells.</summary>
public enum TraceEntryKind
{
    /// <summary>A task has taken a step.</summary>
    Step,

    /// <summary>A callback has run.</summary>
    Callback,

    /// <summary>The test itself has noted something.</summary>
    Note,
}
