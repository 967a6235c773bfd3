using System.Diagnostics;

namespace Coroutines;

/// <summary>"Never yields": a step that takes longer than steps may, the one under way or one of the last minute.</summary>
/// <param name="limit">How long they may take, in seconds.</param>
internal sealed class LongSteps(double limit)
{
    private const string Advice = "have it yield now and then, or do the work by ToThread.";

    internal IEnumerable<Lint> Find(LoopReading reading)
    {
        if (reading.Snapshot.Step is { } step && step.Elapsed.TotalSeconds > limit)
        {
            yield return new Lint(LintKind.NeverYields, $"{step}. Nothing else runs meanwhile: {Advice}", step.TaskId);
        }

        foreach (IGrouping<string, StepEvent> steps in Slow(reading).GroupBy(static step => step.Coroutine ?? "A callback"))
        {
            yield return new Lint(LintKind.NeverYields, Tell(steps.Key, [.. steps]), LintPlace.Of(steps.First(), reading.Snapshot));
        }
    }

    private IEnumerable<StepEvent> Slow(LoopReading reading) =>
        reading.Tally?.Longest.Where(step => step.DurationInTicks > limit * Stopwatch.Frequency) ?? [];

    private static string Tell(string who, StepEvent[] steps)
    {
        string task = steps[0].TaskName is { } name ? $" (task {Repr.Of(name)})" : string.Empty;
        string more = steps.Length > 1 ? FormattableString.Invariant($", and {steps.Length - 1} more of its steps too long") : string.Empty;
        return FormattableString.Invariant(
            $"{Repr.Name(who)}{task} took {steps[0].Duration.TotalSeconds:0.###} s in one step{more}. Nothing else ran meanwhile: {Advice}");
    }
}
