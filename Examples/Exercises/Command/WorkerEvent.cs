using System.Text.Json;

namespace Coroutines.Exercises.Command;

/// <summary>One line of what a worker writes about its work.</summary>
/// <param name="Kind">What has happened.</param>
/// <param name="Outcome">For <see cref="WorkerEventKind.TestStarted"/> the name alone counts.</param>
internal sealed record WorkerEvent(WorkerEventKind Kind, TestOutcome? Outcome = null)
{
    internal static WorkerEvent Parse(string line) => JsonSerializer.Deserialize<WorkerEvent>(line)!;

    internal string Format() => JsonSerializer.Serialize(this);
}
