namespace Coroutines.Testing;

/// <summary>The failures of an exploration, each that differs from the others once.</summary>
internal sealed class FailureList(ExplorationOptions options)
{
    private readonly List<(int Number, int? Seed, ScheduleRun Run)> _found = [];
    private readonly List<FailureIdentity> _identities = [];

    internal IReadOnlyList<(int Number, int? Seed, ScheduleRun Run)> Found => _found;

    internal bool IsFull => _found.Count >= options.MaxFailures;

    internal void Add(int number, int? seed, ScheduleRun run)
    {
        if (run.Exception is { } exception && !_identities.Exists(identity => identity.IsSame(exception)))
        {
            _found.Add((number, seed, run));
            _identities.Add(new FailureIdentity(exception, options.FailureKey));
        }
    }
}
