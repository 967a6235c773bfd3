namespace Coroutines;

/// <summary>What few futures and tasks have, kept apart so that the others don't pay for it.</summary>
internal class FutureDetails
{
    internal string? Name;

    /// <summary>Of a task that was made with a name: the how manyth such one of its scheduler it is.</summary>
    internal long NameOrder;

    /// <summary>How many cancels were asked for and not taken back: <c>cancelling()</c>.</summary>
    internal int Cancelling;

    /// <summary>The message of a cancel that is remembered (rule 15).</summary>
    internal string? CancelMessage;

    /// <summary>Who comes first in a phase of a frame.</summary>
    internal int Priority;

    /// <summary>Of a task: its execution context, if that is not the loop's own.</summary>
    internal ExecutionContext? Context;

    /// <summary>What recordings know it by; only where there is one.</summary>
    internal TraceTag? Tag;

    /// <summary>Who waits to hear that the exception was looked at; only after a failure.</summary>
    internal FaultWatch? FaultWatch;

    /// <summary>How many have announced that they will look at the exception.</summary>
    internal int AnnouncedLooks;
}
