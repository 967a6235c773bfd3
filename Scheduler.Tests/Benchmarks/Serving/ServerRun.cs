namespace Coroutines.Benchmarks;

/// <summary>Measures echo servers, each in a process of its own, and prints the table of them.</summary>
internal static class ServerRun
{
    private const int Messages = 20_000;
    private const long Gigabyte = 1_000_000_000;

    private static readonly (string Name, ServerComparison Comparison)[] _comparisons =
    [
        ("echo64", EchoOf(64)),
        ("echo1000", EchoOf(1_000)),
        ("transfer", new ServerComparison("1 GB through one connection and back", 1)
        {
            RawCGoal = 1.1,
            Work = static load => load.Transfer(Gigabyte),
            Operations = 1,
            Unit = "ms",
        }),
    ];

    /// <summary>Whether the load can be made here, and have a processor of its own.</summary>
    internal static bool IsPossible => OperatingSystem.IsLinux() && Environment.ProcessorCount > Processor.OfLoad;

    /// <summary>Measures what is named, or all.</summary>
    internal static void Print(string[] names, TextWriter output)
    {
        (string Name, ServerComparison Comparison)[] chosen = [.. _comparisons.Where(entry => names.Length == 0 || names.Contains(entry.Name))];
        if (chosen.Length == 0)
        {
            return;
        }

        if (!IsPossible)
        {
            Console.Error.WriteLine("Servers are not measured: that takes Linux, and two processors.");
            return;
        }

        IReadOnlyList<(string Name, Func<ServerProgram> Program)> contenders = ServerComparison.Contenders;
        ServerProgram[] programs = [.. contenders.Select(static contender => contender.Program())];
        for (int i = 0; i < programs.Length; i++)
        {
            if (programs[i].Missing is { } missing)
            {
                Console.Error.WriteLine($"{contenders[i].Name} is not measured: {missing}");
            }
        }

        var table = new Table(["server", .. contenders.Select(static contender => contender.Name), "goals"]);
        foreach ((string name, ServerComparison comparison) in chosen)
        {
            Console.Error.WriteLine($"measuring {name} ...");
            table.Add([comparison.Measure(programs)]);
        }

        output.WriteLine();
        output.WriteLine("Processor time of an echo server for each message, medians of short runs that alternate. Each server is a process of its");
        output.WriteLine("own on one processor, its load another one on another processor. .NET: its sockets with async/await; inline: with");
        output.WriteLine($"DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS=1. asyncio: {CPython.Description}. Go: with GOMAXPROCS=1.");
        output.WriteLine();
        table.Print(output);
    }

    private static ServerComparison EchoOf(int connections) => new($"echo of 64 bytes, {connections:N0} connections", connections)
    {
        RawCGoal = 1.12,
        IsAheadOfOthers = true,
        Work = static load => load.Exchange(Messages),
        Operations = Messages,
    };
}
