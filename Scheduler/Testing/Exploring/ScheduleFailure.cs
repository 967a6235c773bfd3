using System.Diagnostics;
using System.Text;

namespace Coroutines.Testing;

/// <summary>An order of steps under which a program fails, and what happened under it.</summary>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class ScheduleFailure
{
    private const int ShownLines = 60;
    private const int ShownChoices = 16;

    internal ScheduleFailure(int number, int? seed, IReadOnlyList<int> choices, ScheduleRun run)
    {
        Run = number;
        Seed = seed;
        Choices = choices;
        Exception = run.Exception!;
        Trace = run.Trace;
        Decisions = [.. run.Decisions.Departures.Select(static departure => departure.Text)];
    }

    /// <summary>Which run it was; 1 is the ordinary one.</summary>
    public int Run { get; }

    /// <summary>
    /// The seed of the run, for <see cref="Schedules.Replay(Func{IEnumerator{Awaitable}}, int, TestOptions?)"/>; null if it came from
    /// no seed.
    /// </summary>
    public int? Seed { get; }

    /// <summary>
    /// What was decided, wherever there was something to decide: what comes next, how long a step waits, how late a timer is; 0 being what
    /// an ordinary run does. For <see cref="Schedules.Replay(Func{IEnumerator{Awaitable}}, IEnumerable{int}, TestOptions?)"/>. After a
    /// random run, these are the simplest ones that were found to fail in the same way.
    /// </summary>
    public IReadOnlyList<int> Choices { get; }

    /// <summary>What the program failed with.</summary>
    public Exception Exception { get; }

    /// <summary>What ran under <see cref="Choices"/>.</summary>
    public StepTrace Trace { get; }

    /// <summary>The decisions by which it differs from an ordinary run, as sentences.</summary>
    public IReadOnlyList<string> Decisions { get; }

    /// <summary>How many of the choices differ from an ordinary run.</summary>
    public int Departures => Choices.Count(static choice => choice != 0);

    /// <summary>
    /// The <see cref="Choices"/> in short, for <see cref="Schedules.ReplaySchedule(Func{IEnumerator{Awaitable}}, string, TestOptions?)"/>: the place and the
    /// choice of each departure, such as <c>21:4 73:1</c>.
    /// </summary>
    public string Schedule => ScheduleText.Of(Choices);

    /// <summary>The whole report: the error, the decisions that it took, how to replay it, the trace and the timeline.</summary>
    /// <returns>Several lines.</returns>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(Exception.GetType().Name).Append(": ").Append(Repr.Lines(ExceptionText.MessageOf(Exception))).Append('\n');
        if (Exception.GetLogicalStack() is { } stack)
        {
            text.Append("  in ").Append(stack).Append('\n');
        }

        AppendDecisions(text);
        AppendReplay(text);
        AppendTrace(text);
        return text.Append('\n').Append(Trace.Timeline()).ToString();
    }

    private void AppendDecisions(StringBuilder text)
    {
        text.Append("\nRun ").Append(Run).Append(", with ").Append(Departures)
            .Append(Departures == 1 ? " departure" : " departures").Append(" from an ordinary run").Append(Departures == 0 ? ".\n" : ":\n");
        foreach (string decision in Decisions)
        {
            text.Append("  - ").Append(decision).Append('\n');
        }
    }

    private void AppendReplay(StringBuilder text)
    {
        text.Append("Replay it with\n");
        if (Seed is { } seed)
        {
            text.Append("  Schedules.Replay(program, seed: ").Append(seed).Append(")\nor, simplified, with\n");
        }

        string call = Choices.Count <= ShownChoices
            ? $"Replay(program, choices: [{string.Join(", ", Choices)}])"
            : $"ReplaySchedule(program, \"{Schedule}\")";
        text.Append("  Schedules.").Append(call).Append("\n\n");
    }

    private void AppendTrace(StringBuilder text)
    {
        int skipped = Math.Max(0, Trace.Entries.Count - ShownLines);
        if (skipped > 0)
        {
            text.Append("  … ").Append(skipped).Append(" entries before\n");
        }

        foreach (TraceEntry entry in Trace.Entries.Skip(skipped))
        {
            text.Append("  ").Append(entry).Append('\n');
        }
    }
}
