namespace Coroutines.Benchmarks;

/// <summary>Measures all scenarios in one process, and prints one table.</summary>
internal static class QuickRun
{
    private static readonly TimeSpan _warmUpTime = TimeSpan.FromSeconds(2);

    internal static void Print(string[] names)
    {
        IScenario[] scenarios = Choose(names);
        Console.Error.WriteLine($"asyncio: {CPython.Description}");
        WarmUp(scenarios);

        var table = new Table();
        foreach (IScenario scenario in scenarios)
        {
            Console.Error.WriteLine($"measuring {scenario.Name} ...");
            table.Add(scenario.Measure());
        }

        table.Print(Console.Out);
    }

    private static IScenario[] Choose(string[] names)
    {
        IScenario[] all =
        [
            new SwitchScenario(),
            new SpawnScenario(),
            new SleepersScenario(),
            new TimersScenario(),
            new DepthScenario(),
            new IdleTickScenario(),
            new GatherScenario(),
            new GroupScenario(),
            new SkynetScenario(),
            new DeadlineScenario(),
            new AllocationScenario(),
        ];
        return names.Length == 0 ? all : [.. all.Where(scenario => names.Contains(scenario.Name))];
    }

    // The JIT compiles a hot method for what it did while it was profiled, shortly before. So the scenarios warm up in
    // small slices that alternate quickly: else the first one alone would decide how the scheduler is compiled for all.
    // The pause lets the compilation in the background catch up.
    private static void WarmUp(IScenario[] scenarios)
    {
        for (DateTime end = DateTime.UtcNow + _warmUpTime; DateTime.UtcNow < end; Thread.Sleep(1))
        {
            foreach (IScenario scenario in scenarios)
            {
                scenario.WarmUp();
            }
        }
    }
}
