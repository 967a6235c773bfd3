namespace Coroutines.Benchmarks;

/// <summary>How an echo server is started, or why it cannot be.</summary>
internal sealed record ServerProgram(string[] Command)
{
    internal IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>What is missing; null if nothing is.</summary>
    internal string? Missing { get; init; }

    internal static ServerProgram Without(string what) => new([]) { Missing = what };
}
