using System.Text;

namespace Coroutines.Testing;

/// <summary>An order of steps under which a program fails, and what happened under it.</summary>
public sealed class ScheduleFailure
{
    private const int ShownLines = 60;

    internal ScheduleFailure(int number, int? seed, IReadOnlyList<int> choices, ScheduleRun run)
    {
        Run = number;
        Seed = seed;
        Choices = choices;
        Exception = run.Exception!;
        Trace = run.Trace;
        Decisions = [.. run.Decisions.Departures.Select(static departure => departure.Text)];
    }

    /// <summary>Which run it was; 1 is the first one, in the queue's own order.</summary>
    public int Run { get; }

    /// <summary>
    /// The seed of the run, for <see cref="Schedules.Replay(Func{IEnumerator{Awaitable}}, int, TestOptions?)"/>; null if it came from
    /// no seed.
    /// </summary>
    public int? Seed { get; }

    /// <summary>
    /// What to run next, wherever there was a choice: the index among the candidates, 0 being the one that the queue's own order
    /// takes. For <see cref="Schedules.Replay(Func{IEnumerator{Awaitable}}, IEnumerable{int}, TestOptions?)"/>. After a
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

    /// <summary>The whole report: the error, how to replay it, the trace and the timeline.</summary>
    /// <returns>Several lines.</returns>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(Exception.GetType().Name).Append(": ").Append(Repr.Lines(ExceptionText.MessageOf(Exception))).Append('\n');
        if (Exception.GetLogicalStack() is { } stack)
        {
            text.Append("  in ").Append(stack).Append('\n');
        }

        text.Append("\nRun ").Append(Run)
            .Append(", with ").Append(Departures)
            .Append(Departures == 1 ? " departure" : " departures").Append(" from the queue's own order. Replay it with\n");
        if (Seed is { } seed)
        {
            text.Append("  Schedules.Replay(program, seed: ").Append(seed).Append(")\nor, simplified, with\n");
        }

        text.Append("  Schedules.Replay(program, choices: [").Append(string.Join(", ", Choices)).Append("])\n\n");
        AppendTrace(text);
        return text.Append('\n').Append(Trace.Timeline()).ToString();
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
