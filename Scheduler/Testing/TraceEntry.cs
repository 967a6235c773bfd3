using System.Diagnostics;

namespace Coroutines.Testing;

/// <summary>One line of a <see cref="StepTrace"/>: what ran, when, why, and what came of it.</summary>
/// <param name="Kind">What the entry tells.</param>
/// <param name="Iteration">The iteration of the loop, counted from the first one that was recorded, which is 1.</param>
/// <param name="Time">The time, in seconds of <see cref="Scheduler.Time"/>.</param>
/// <param name="Name">The task's name, or what the callback is. For a note: whose step noted it, or empty outside of any.</param>
/// <param name="Why">
/// Why it ran: <c>started</c>, <c>yield</c>, <c>timer</c>, <c>cancelled</c>, or what it had waited for, such as
/// <c>task 'reader'</c> or <c>lock 'db'</c>; followed by who brought that about. For a note: its text.
/// </param>
/// <param name="Then">
/// What the step led to: <c>yield</c>, <c>sleep</c>, what it waits for next, <c>done</c>, <c>failed: …</c> or <c>cancelled</c>. Empty for
/// callbacks and notes.
/// </param>
[DebuggerDisplay("{ToString(),nq}")]
public sealed record TraceEntry(TraceEntryKind Kind, long Iteration, double Time, string Name, string Why, string Then)
{
    /// <summary>The entry as a line, which <see cref="StepTrace.ShouldBe"/> compares.</summary>
    /// <returns>For example <c>1.5 reader: timer -> waiting for lock 'db'</c>, or <c>1.5 reader # got it</c> for a note.</returns>
    public override string ToString()
    {
        string time = SecondsText.Of(Time);
        string name = Repr.Name(Name);
        string why = Repr.Line(Why);
        return Kind switch
        {
            TraceEntryKind.Step => $"{time} {name}: {why} -> {Then}",
            TraceEntryKind.Callback => $"{time} {name}: {why}",
            _ => name.Length > 0 ? $"{time} {name} # {why}" : $"{time} # {why}",
        };
    }
}
