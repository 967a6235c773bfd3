namespace Coroutines.Testing;

/// <summary>Runs a program from seed to seed.</summary>
internal sealed class Sampling(Action<TestScheduler> program, ExplorationOptions options)
{
    // What several workers do before it is looked at: enough that they seldom wait for each other.
    private const int RunsOfAWorker = 32;

    private readonly Coverage _coverage = new();
    private readonly FailureList _failures = new(options);
    private RunShape? _shape;

    /// <summary>The ordinary run, and then one for each seed, until as many failed differently as are looked for.</summary>
    internal Exploration Explore()
    {
        Note(1, seed: null, PerformOrdinary());
        int runs = 1;
        if (_shape!.HasChoices)
        {
            runs = options.Workers == 1 ? RunSeeds() : RunSeedsSideBySide();
        }

        ScheduleFailure[] reports = [.. _failures.Found.Select(found => new Shrinking(program, options).Report(found.Run, found.Number, found.Seed))];
        return new Exploration(runs, isExhaustive: !_shape.HasChoices, reports, _coverage.Summarize(_shape.Survey));
    }

    /// <summary>The run that belongs to a seed.</summary>
    internal ScheduleRun Perform(int seed, bool traced)
    {
        if (_shape is null)
        {
            PerformOrdinary();
        }

        ScheduleChooser chooser = options.Strategy.Create(new SeededRandom(seed), _shape!, seed);
        return ScheduleRun.Perform(program, chooser, options.Test, traced, _shape!.DecisionCount);
    }

    // How many choices there are, and where, is a part of how the run of a seed is made.
    private ScheduleRun PerformOrdinary()
    {
        var survey = new Survey();
        ScheduleRun ordinary = ScheduleRun.PerformOrdinary(program, options.Test, survey);
        _shape = new RunShape(ordinary.Decisions, survey);
        return ordinary;
    }

    private int RunSeeds()
    {
        int runs = 1;
        while (runs < options.Runs && !_failures.IsFull)
        {
            int seed = SeedOf(++runs);
            Note(runs, seed, Perform(seed, traced: false));
        }

        return runs;
    }

    // In portions, which are looked at in the order of the seeds: so the same is found as by one worker.
    private int RunSeedsSideBySide()
    {
        int runs = 1;
        while (runs < options.Runs && !_failures.IsFull)
        {
            int first = runs + 1;
            var portion = new ScheduleRun[Math.Min(options.Workers * RunsOfAWorker, options.Runs - runs)];
            Parallel.For(0, portion.Length, new ParallelOptions { MaxDegreeOfParallelism = options.Workers }, i =>
                portion[i] = Perform(SeedOf(first + i), traced: false));
            for (int i = 0; i < portion.Length && !_failures.IsFull; i++)
            {
                Note(++runs, SeedOf(runs), portion[i]);
            }
        }

        return runs;
    }

    private int SeedOf(int run) => unchecked(options.Seed + run - 2);

    private void Note(int number, int? seed, ScheduleRun run)
    {
        _coverage.Add(run.Decisions);
        _failures.Add(number, seed, run);
    }
}
