namespace Coroutines.Testing;

/// <summary>Runs a program from seed to seed.</summary>
internal sealed class Sampling(Action<TestScheduler> program, ExplorationOptions options)
{
    private readonly Coverage _coverage = new();
    private RunShape? _shape;

    /// <summary>The ordinary run, and then one for each seed, until as many failed differently as are looked for.</summary>
    internal Exploration Explore()
    {
        ScheduleRun ordinary = PerformOrdinary();
        _coverage.AddOrdinary(ordinary.Decisions);
        var failures = new FailureList(options);
        failures.Add(1, seed: null, ordinary);
        int runs = _shape!.HasChoices && !failures.IsFull ? RunSeeds(failures) : 1;
        return new Exploration(runs, isExhaustive: !_shape.HasChoices, Report(failures), _coverage.Summarize());
    }

    /// <summary>The run that belongs to a seed.</summary>
    internal ScheduleRun Perform(int seed, bool traced)
    {
        if (_shape is null)
        {
            PerformOrdinary();
        }

        return ScheduleRun.Perform(program, options.Strategy.Create(new SeededRandom(seed), _shape!, seed), options.Test, traced);
    }

    private ScheduleRun PerformOrdinary()
    {
        var survey = new Survey();
        ScheduleRun ordinary = ScheduleRun.PerformOrdinary(program, options.Test, survey);
        _shape = new RunShape(ordinary.Decisions, survey);
        return ordinary;
    }

    private int RunSeeds(FailureList failures)
    {
        int runs = 1;
        while (runs < options.Runs && !failures.IsFull)
        {
            int seed = unchecked(options.Seed + runs - 1);
            ScheduleRun run = Perform(seed, traced: false);
            runs++;
            _coverage.Add(run.Decisions);
            failures.Add(runs, seed, run);
        }

        return runs;
    }

    private ScheduleFailure[] Report(FailureList failures) =>
        [.. failures.Found.Select(found => new Shrinking(program, options).Report(found.Run, found.Number, found.Seed))];
}
