namespace Coroutines.Examples.Raft.Linearizability;

/// <summary>All that the clients of a store have asked and were told, in order.</summary>
internal sealed class History
{
    private readonly List<Call> _calls = [];
    private int _events;

    internal IReadOnlyList<Call> Calls => _calls;

    internal Call Begin(string client, Command command, double time)
    {
        var call = new Call(client, command, _events++, time);
        _calls.Add(call);
        return call;
    }

    internal void End(Call call, double time, string? found = null, bool hasMatched = true) => call.Finish(_events++, time, found, hasMatched);

    /// <summary>Looks whether all of it can be explained by a store that does one thing after the other.</summary>
    /// <returns>Null if so; else what cannot be explained.</returns>
    internal Anomaly? FindAnomaly() => _calls
        .GroupBy(static call => call.Key)
        .Select(static calls => new LinearizabilityChecker([.. calls]).FindAnomaly())
        .FirstOrDefault(static anomaly => anomaly is not null);
}
