namespace Coroutines.Benchmarks;

/// <summary>The same load on one echo server after the other: one row of the table of servers.</summary>
/// <param name="operation">What is measured.</param>
/// <param name="connections">How many connections there are.</param>
internal sealed class ServerComparison(string operation, int connections)
{
    // Which of the columns they are.
    private const int Ours = 0;
    private const int RawC = 1;

    private const int Rounds = 15;

    // So long does the runtime watch a program before it has compiled all of it for good.
    private static readonly TimeSpan _warmUpTime = TimeSpan.FromSeconds(3);

    /// <summary>The columns of the table, and how each server is started.</summary>
    internal static IReadOnlyList<(string Name, Func<ServerProgram> Program)> Contenders { get; } =
    [
        ("ours", EchoServers.Ours),
        ("raw C", EchoServers.RawC),
        (".NET", EchoServers.Sockets),
        (".NET inline", EchoServers.SocketsInline),
        ("asyncio streams", EchoServers.AsyncioStreams),
        ("asyncio protocol", EchoServers.AsyncioProtocol),
        ("uvloop", EchoServers.Uvloop),
        ("node", EchoServers.Node),
        ("Go", EchoServers.Go),
    ];

    /// <summary>How many times of what raw C takes ours may take.</summary>
    internal required double RawCGoal { get; init; }

    /// <summary>Whether ours is to be ahead of all others, which are measured then.</summary>
    internal bool IsAheadOfOthers { get; init; }

    /// <summary>What one measurement does.</summary>
    internal required Action<Load> Work { get; init; }

    /// <summary>How many operations that are.</summary>
    internal required long Operations { get; init; }

    internal string Unit { get; init; } = "µs";

    /// <summary>Measures all in turn, in short runs that alternate, so that a disturbance hits all alike.</summary>
    internal string[] Measure(IReadOnlyList<ServerProgram> programs)
    {
        var contenders = new ServerContender?[programs.Count];
        try
        {
            for (int i = 0; i < programs.Count; i++)
            {
                if (programs[i].Missing is null && (IsAheadOfOthers || i <= RawC))
                {
                    contenders[i] = new ServerContender(programs[i], connections);
                }
            }

            Measure([.. contenders.OfType<ServerContender>()]);
            return CellsOf([.. contenders.Select(static contender => contender?.Median ?? double.NaN)]);
        }
        finally
        {
            foreach (ServerContender? contender in contenders)
            {
                contender?.Dispose();
            }
        }
    }

    private void Measure(ServerContender[] contenders)
    {
        foreach (ServerContender contender in contenders)
        {
            for (DateTime end = DateTime.UtcNow + _warmUpTime; DateTime.UtcNow < end;)
            {
                contender.WarmUp(Work);
            }
        }

        for (int round = 0; round < Rounds; round++)
        {
            foreach (ServerContender contender in contenders)
            {
                contender.Measure(Work, Operations);
            }
        }
    }

    private string[] CellsOf(double[] nanoseconds)
    {
        double scale = Unit == "µs" ? 1e-3 : 1e-6;
        return [operation, .. nanoseconds.Select(figure => Figures.Format(figure * scale, Unit)), string.Join("; ", ChecksOf(nanoseconds))];
    }

    private IEnumerable<Check> ChecksOf(double[] figures)
    {
        yield return Check.AtMost(RawCGoal, figures[Ours], figures[RawC], "raw C");
        if (IsAheadOfOthers)
        {
            double best = figures[(RawC + 1)..].Where(static figure => !double.IsNaN(figure)).DefaultIfEmpty(double.NaN).Min();
            yield return Check.Faster(1, figures[Ours], best, "the best of the others");
        }
    }
}
