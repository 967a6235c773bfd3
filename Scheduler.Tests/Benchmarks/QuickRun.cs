using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Coroutines.Benchmarks;

/// <summary>Measures the scenarios, each in a process of its own, and prints one table.</summary>
/// <remarks>
/// The JIT compiles a hot method for what it did while it was profiled, shortly before. In one process for all, the
/// scheduler would be compiled for a mixture that no program is made of; so each scenario, with all who compete in it, is
/// a program. What the JIT makes of it also differs from process to process, so there are several of each.
/// </remarks>
internal static class QuickRun
{
    private const string MeasureCommand = "measure";
    private const int Processes = 3;

    private static readonly JsonSerializerOptions _json = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    private static readonly TimeSpan _warmUpTime = TimeSpan.FromSeconds(3);

    private static readonly Func<IScenario>[] _scenarios =
    [
        () => new SwitchScenario(),
        RecordScenario.OfSteps,
        RecordScenario.OfEachStep,
        RecordScenario.OfIterations,
        RecordScenario.OfNothing,
        RecordScenario.OfAProfiler,
        () => new SpawnScenario(1),
        () => new SpawnScenario(1_000),
        () => new SleepersScenario(),
        () => new TimersScenario(),
        () => new DepthScenario(),
        () => new IdleTickScenario(),
        ActiveFrameScenario.OfBareYields,
        ActiveFrameScenario.OfPhases,
        () => new StartScenario(),
        () => new GroupTimeScenario(),
        () => new EmitScenario(),
        () => new TweenScenario(),
        DashboardScenario.OfLooks,
        DashboardScenario.OfChains,
        () => new PingPongScenario(),
        () => new LockScenario(),
        () => new EventScenario(),
        () => new GatherScenario(),
        () => new GroupScenario(),
        () => new SkynetScenario(),
        () => new DeadlineScenario(),
        () => new AllocationScenario(),
        () => new PrimitiveAllocationScenario(),
        () => new ConnectionScenario(),
        () => new TlsScenario(),
        () => new ProcessScenario(),
        () => new AskScenario(),
        () => new SharedPortScenario(),
        () => new JobScenario(),
        () => new ExploreScenario(),
    ];

    /// <summary>Measures the scenarios of these names, or all, and prints the table.</summary>
    internal static void Print(string[] names, TextWriter output)
    {
        Console.Error.WriteLine($"asyncio: {CPython.Description}");
        PrintOperations(names, output);
        ServerRun.Print(names, output);
        NatsRun.Print(names, output);
    }

    private static void PrintOperations(string[] names, TextWriter output)
    {
        bool isEmpty = true;
        var table = new Table(["operation", "ours", "bare", "bare-bones", "ring", "async/await", "asyncio", "goals"]);
        for (int i = 0; i < _scenarios.Length; i++)
        {
            string name = _scenarios[i]().Name;
            if (names.Length == 0 || names.Contains(name))
            {
                isEmpty = false;
                Console.Error.WriteLine($"measuring {name} ...");
                List<Row>[] all = [.. Enumerable.Range(0, Processes).Select(_ => MeasureElsewhere(i).ToList())];
                table.Add(all[0].Select((_, row) => Row.Median([.. all.Select(rows => rows[row])]).Cells));
            }
        }

        if (isEmpty)
        {
            return;
        }

        output.WriteLine("Processor time per operation, medians. Bare: the same iterators in a plain loop; for bytes, the iterator's own;");
        output.WriteLine("for frames of a game loop, a plain list of iterators that is scanned in each frame.");
        output.WriteLine("Bare-bones: a scheduler of a hundred lines over the same iterators, without any of the semantics. Ring: async/await on a");
        output.WriteLine("ring buffer without a synchronization context; async/await: with one.");
        output.WriteLine($"asyncio: {CPython.Description}.");
        output.WriteLine($"Each scenario, with all who compete in it, runs in processes of its own, with the settings of an ordinary program.");
        output.WriteLine();
        table.Print(output);
    }

    /// <summary>What the processes for one scenario are started with; prints its rows.</summary>
    internal static bool TryMeasure(string[] arguments)
    {
        if (arguments is not [MeasureCommand, var index])
        {
            return false;
        }

        IScenario scenario = _scenarios[int.Parse(index, CultureInfo.InvariantCulture)]();
        WarmUp(scenario);
        foreach (Row row in scenario.Measure())
        {
            Console.WriteLine(JsonSerializer.Serialize(row, _json));
        }

        return true;
    }

    private static IEnumerable<Row> MeasureElsewhere(int scenario)
    {
        string[] command = ThisProgram.With(MeasureCommand, scenario.ToString(CultureInfo.InvariantCulture));
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = true,
        };
        using Process process = Process.Start(start)!;
        while (process.StandardOutput.ReadLine() is { } line)
        {
            yield return JsonSerializer.Deserialize<Row>(line, _json)!;
        }

        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"Measuring ended with exit code {process.ExitCode}.");
        }
    }

    // In small slices that alternate, so that none of those who compete decides alone how the common parts are compiled.
    // The pause lets the compilation in the background catch up.
    private static void WarmUp(IScenario scenario)
    {
        for (DateTime end = DateTime.UtcNow + _warmUpTime; DateTime.UtcNow < end; Thread.Sleep(1))
        {
            scenario.WarmUp();
        }
    }
}
