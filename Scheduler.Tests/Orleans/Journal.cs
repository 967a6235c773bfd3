using System.Collections.Concurrent;

namespace Coroutines.Tests.Orleans;

/// <summary>What grains note, on whichever silo they are: the silos of a test are in one process.</summary>
public sealed class Journal
{
    private readonly ConcurrentDictionary<string, ConcurrentQueue<string>> _lines = new();

    public void Note(string grain, string line) => Of(grain).Enqueue(line);

    public string[] LinesOf(string grain) => [.. Of(grain)];

    private ConcurrentQueue<string> Of(string grain) => _lines.GetOrAdd(grain, static _ => new ConcurrentQueue<string>());
}
