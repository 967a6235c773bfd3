namespace Coroutines.Testing;

/// <summary>A decision as a sentence.</summary>
internal static class DecisionText
{
    internal static string Of(in DecisionPoint point, int choice, StepNumber? subject, string what) => point.Kind switch
    {
        DecisionKind.Order => $"{NameOf(subject)} comes before {Others(point.Candidates!, choice)}",
        DecisionKind.Hold when choice == HeldSteps.UntilAlone => $"{NameOf(subject)} waits until nobody else can run",
        DecisionKind.Hold => choice == 1 ? $"{NameOf(subject)} waits 1 iteration longer" : $"{NameOf(subject)} waits {choice} iterations longer",
        DecisionKind.Release => $"{NameOf(subject)} goes on before {Others(point.Candidates!, choice)}",
        DecisionKind.Lateness => FormattableString.Invariant($"{what} of {ChainOf(subject)} is late by {choice / (double)LateTimers.Parts:0.#%} of its delay"),
        DecisionKind.Together => FormattableString.Invariant($"{NameOf(subject)} is woken by its timer only together with the next one, {point.Share:0.#%} of its delay later"),
        DecisionKind.Cancel => $"{NameOf(subject)} is cancelled",
        DecisionKind.Fault => $"the fault point {Repr.Of(what)} fails in {ChainOf(subject)}",
        _ => $"{what} gives {choice} in {ChainOf(subject)}",
    };

    private static string NameOf(StepNumber? subject) => subject?.Item is CoTask { IsDone: false } task
        ? $"{ChainOf(subject)}, {WhereaboutsOf(task)},"
        : ChainOf(subject);

    private static string ChainOf(StepNumber? subject) => subject?.Item switch
    {
        CoTask task => task.DescribeChain(),
        null => "the program",
        _ => "a callback",
    };

    private static string WhereaboutsOf(CoTask task) => (task.Attention & TaskAttention.First) != 0 ? "not begun yet" : task.DescribeWait();

    private static string Others(IReadOnlyList<StepNumber> candidates, int choice) =>
        string.Join(", ", candidates.Take(choice).Select(static other => other.Item is CoTask task ? Repr.Of(task.Name) : "a callback"));
}
