namespace Coroutines.Testing;

/// <summary>
/// Runs a program under many orders of its steps, to find those in which it fails, and replays them.
/// </summary>
/// <remarks>
/// <para>A scheduler runs what is ready in the order in which it became ready. A program may lean on that without knowing it; a
/// change elsewhere, one more <c>yield return</c>, and it breaks. Here, the steps that are ready in the same iteration run in
/// any order. What the loop does promise is kept: what a step makes ready runs in a later iteration, and callbacks of one
/// source run in the order in which they were queued.</para>
/// <para>The program is made anew for each run, with all its state; apart from the order of its steps it has to be
/// deterministic. Each run has a scheduler and a virtual clock of its own, as a <see cref="TestScheduler"/>; it fails by an
/// exception of its main coroutine, a deadlock, a limit, or by what it leaves behind.</para>
/// </remarks>
public static class Schedules
{
    /// <summary>How many runs there are unless told otherwise.</summary>
    public const int DefaultRuns = 1000;

    private const int SimplifyingRuns = 300;

    /// <summary>Runs a program under orders that come from seeds, until one fails. The first run is in the queue's own order.</summary>
    /// <param name="program">Makes the main coroutine of one run, and all that it works on.</param>
    /// <param name="runs">How many runs.</param>
    /// <param name="seed">The seed of the first run; the others have the numbers that follow. Equal seeds find the same.</param>
    /// <param name="options">The limits of each run, and what it may leave behind; null for the defaults.</param>
    /// <returns>The result; call <see cref="Exploration.ShouldPass"/> on it. A program without any choice is run once.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="program"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="runs"/> is not positive.</exception>
    /// <exception cref="InvalidOperationException">A scheduler already runs on this thread.</exception>
    public static Exploration Explore(
        Func<IEnumerator<Awaitable>> program, int runs = DefaultRuns, int seed = 0, TestOptions? options = null)
    {
        ThrowHelper.IfNull(program, nameof(program));
        return Explore(MainOf(program), runs, seed, options);
    }

    /// <inheritdoc cref="Explore(Func{IEnumerator{Awaitable}}, int, int, TestOptions?)"/>
    /// <param name="program">Does one run, with a scheduler that is fresh each time; such as some frames of a game.</param>
    /// <param name="runs">How many runs.</param>
    /// <param name="seed">The seed of the first run; the others have the numbers that follow. Equal seeds find the same.</param>
    /// <param name="options">The limits of each run, and what it may leave behind; null for the defaults.</param>
    public static Exploration Explore(
        Action<TestScheduler> program, int runs = DefaultRuns, int seed = 0, TestOptions? options = null)
    {
        Verify(program, runs, nameof(runs));
        options ??= TestOptions.Default;
        int? own = seed;
        ScheduleRun? failed = Sample(program, ref runs, ref own, options, ScheduleStrategy.Mixed, out bool hasChoices);
        return failed is null
            ? new Exploration(runs, isExhaustive: !hasChoices, failure: null)
            : new Exploration(runs, isExhaustive: false, Report(program, failed, runs, own, options));
    }

    /// <summary>
    /// Runs a program under every legal order, those that depart least from the queue's own order first, until one fails.
    /// </summary>
    /// <param name="program">Makes the main coroutine of one run, and all that it works on.</param>
    /// <param name="limit">How many runs at most. <see cref="Exploration.IsExhaustive"/> tells whether they were enough.</param>
    /// <param name="options">The limits of each run, and what it may leave behind; null for the defaults.</param>
    /// <returns>The result; call <see cref="Exploration.ShouldPass"/> on it.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="program"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="limit"/> is not positive.</exception>
    /// <exception cref="InvalidOperationException">A scheduler already runs on this thread.</exception>
    public static Exploration ExploreAll(Func<IEnumerator<Awaitable>> program, int limit = 10_000, TestOptions? options = null)
    {
        ThrowHelper.IfNull(program, nameof(program));
        return ExploreAll(MainOf(program), limit, options);
    }

    /// <inheritdoc cref="ExploreAll(Func{IEnumerator{Awaitable}}, int, TestOptions?)"/>
    /// <param name="program">Does one run, with a scheduler that is fresh each time; such as some frames of a game.</param>
    /// <param name="limit">How many runs at most. <see cref="Exploration.IsExhaustive"/> tells whether they were enough.</param>
    /// <param name="options">The limits of each run, and what it may leave behind; null for the defaults.</param>
    public static Exploration ExploreAll(Action<TestScheduler> program, int limit = 10_000, TestOptions? options = null)
    {
        Verify(program, limit, nameof(limit));
        options ??= TestOptions.Default;
        return Search(program, limit, options, static _ => true, out int runs, out bool isComplete) is { } failed
            ? new Exploration(runs, isExhaustive: false, Report(program, failed, runs, seed: null, options))
            : new Exploration(runs, isComplete, failure: null);
    }

    /// <summary>Runs a program once more under the order that belongs to a seed.</summary>
    /// <param name="program">The program that was explored.</param>
    /// <param name="seed">The <see cref="ScheduleFailure.Seed"/>.</param>
    /// <param name="options">What it was explored with.</param>
    /// <returns>What ran.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="program"/> is null.</exception>
    /// <exception cref="ScheduleFailedException">It failed again.</exception>
    public static StepTrace Replay(Func<IEnumerator<Awaitable>> program, int seed, TestOptions? options = null)
    {
        ThrowHelper.IfNull(program, nameof(program));
        return Replay(MainOf(program), seed, options);
    }

    /// <inheritdoc cref="Replay(Func{IEnumerator{Awaitable}}, int, TestOptions?)"/>
    public static StepTrace Replay(Action<TestScheduler> program, int seed, TestOptions? options = null)
    {
        ThrowHelper.IfNull(program, nameof(program));
        options ??= TestOptions.Default;

        // How many choices there are is a part of how the seed's order is made.
        ScheduleRun first = ScheduleRun.Perform(program, new ReplayChooser([]), options, traced: false);
        ScheduleChooser chooser = MakeChooser(ScheduleStrategy.Mixed, seed, first.Choices.Count);
        return TraceOf(ScheduleRun.Perform(program, chooser, options, traced: true), seed);
    }

    /// <summary>Runs a program once more with the choices that were made.</summary>
    /// <param name="program">The program that was explored.</param>
    /// <param name="choices">The <see cref="ScheduleFailure.Choices"/>; none of them is the queue's own order.</param>
    /// <param name="options">What it was explored with.</param>
    /// <returns>What ran.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="program"/> or <paramref name="choices"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A choice is negative.</exception>
    /// <exception cref="ScheduleFailedException">It failed again.</exception>
    public static StepTrace Replay(Func<IEnumerator<Awaitable>> program, IEnumerable<int> choices, TestOptions? options = null)
    {
        ThrowHelper.IfNull(program, nameof(program));
        return Replay(MainOf(program), choices, options);
    }

    /// <inheritdoc cref="Replay(Func{IEnumerator{Awaitable}}, IEnumerable{int}, TestOptions?)"/>
    public static StepTrace Replay(Action<TestScheduler> program, IEnumerable<int> choices, TestOptions? options = null)
    {
        ThrowHelper.IfNull(program, nameof(program));
        ThrowHelper.IfNull(choices, nameof(choices));
        int[] made = [.. choices];
        foreach (int choice in made)
        {
            ThrowHelper.IfLessThan(choice, 0, nameof(choices), "A choice is an index among the candidates, 0 or more.");
        }

        return TraceOf(ScheduleRun.Perform(program, new ReplayChooser(made), options ?? TestOptions.Default, traced: true), seed: null);
    }

    /// <summary>Runs a program under orders that come from seeds, until one fails.</summary>
    /// <param name="program">The program.</param>
    /// <param name="runs">How many runs at most; afterwards, how many there were.</param>
    /// <param name="seed">The seed of the second run, the first one having none; afterwards, that of the last one.</param>
    /// <param name="options">The limits.</param>
    /// <param name="strategy">How the orders come about.</param>
    /// <param name="hasChoices">Whether there is more than one order.</param>
    /// <returns>The run that failed; null if none did.</returns>
    internal static ScheduleRun? Sample(
        Action<TestScheduler> program,
        ref int runs,
        ref int? seed,
        TestOptions options,
        ScheduleStrategy strategy,
        out bool hasChoices)
    {
        int first = seed ?? 0;
        int limit = runs;
        seed = null;
        ScheduleRun run = ScheduleRun.Perform(program, new ReplayChooser([]), options, traced: false);
        int choices = run.Choices.Count;
        hasChoices = choices > 0;
        for (runs = 1; run.Exception is null && hasChoices && runs < limit; runs++)
        {
            seed = unchecked(first + runs - 1);
            run = ScheduleRun.Perform(program, MakeChooser(strategy, seed.Value, choices), options, traced: false);
        }

        return run.Exception is null ? null : run;
    }

    /// <summary>Goes through all orders, by the number of their departures.</summary>
    /// <returns>The first run that failed in a way that is looked for; null if none did.</returns>
    private static ScheduleRun? Search(
        Action<TestScheduler> program,
        int limit,
        TestOptions options,
        Func<Exception, bool> isLookedFor,
        out int runs,
        out bool isComplete)
    {
        var left = new Queue<int[]>();
        left.Enqueue([]);
        isComplete = true;
        for (runs = 1; left.Count > 0; runs++)
        {
            int[] prefix = left.Dequeue();
            ScheduleRun run = ScheduleRun.Perform(program, new ReplayChooser(prefix), options, traced: false);
            if (run.Exception is not null && isLookedFor(run.Exception))
            {
                return run;
            }

            // One departure more, behind the last one: so each order comes once, and those with fewer come first.
            for (int i = prefix.Length; i < run.Choices.Count; i++)
            {
                for (int choice = 1; choice < run.Counts[i]; choice++)
                {
                    if (left.Count < limit - runs)
                    {
                        left.Enqueue([.. run.Choices.Take(i), choice]);
                    }
                    else
                    {
                        isComplete = false;
                    }
                }
            }
        }

        runs--;
        return null;
    }

    private static ScheduleChooser MakeChooser(ScheduleStrategy strategy, int seed, int expectedChoices)
    {
        var random = new SeededRandom(seed);
        bool usesPriorities = strategy == ScheduleStrategy.Mixed ? random.Next(2) == 0 : strategy == ScheduleStrategy.Priorities;
        return usesPriorities
            ? new PriorityChooser(random, expectedChoices, changes: random.Next(3))
            : new RandomChooser(random);
    }

    private static StepTrace TraceOf(ScheduleRun run, int? seed) => run.Exception is null
        ? run.Trace
        : throw new ScheduleFailedException(
            new ScheduleFailure(1, seed, Trim(run.Choices), run.Exception, run.Trace).ToString(), run.Exception);

    /// <summary>Runs the failing order once more, recorded; a simpler one, if that fails in the same way.</summary>
    private static ScheduleFailure Report(
        Action<TestScheduler> program, ScheduleRun failed, int number, int? seed, TestOptions options)
    {
        var failure = new FailureIdentity(failed.Exception!);
        int[] choices = seed is null || failed.IsOutOfRealTime ? Trim(failed.Choices) : Simplify(program, failed, failure, options);
        ScheduleRun traced = ScheduleRun.Perform(program, new ReplayChooser(choices), options, traced: true);
        return traced.Exception is not null
            ? new ScheduleFailure(number, seed, choices, traced.Exception, traced.Trace)
            : throw new InvalidOperationException(
                "The program failed under one order of its steps, and passed under the same order afterwards. Apart from that order it has to be deterministic: all state made anew for each run, no clock but the scheduler's, no threads, no unseeded random numbers.",
                failed.Exception);
    }

    /// <summary>Finds an order that fails in the same way and departs less from the queue's own.</summary>
    private static int[] Simplify(Action<TestScheduler> program, ScheduleRun failed, FailureIdentity failure, TestOptions options)
    {
        if (Search(program, SimplifyingRuns, options, failure.IsSame, out _, out _) is { } found)
        {
            return Trim(found.Choices);
        }

        // One that takes many departures. Choice by choice, what is not needed is taken back.
        int[] simplest = Trim(failed.Choices);
        int left = SimplifyingRuns;
        for (int i = 0; i < simplest.Length && left > 0; i++)
        {
            if (simplest[i] == 0)
            {
                continue;
            }

            int[] simpler = [.. simplest];
            simpler[i] = 0;
            ScheduleRun run = ScheduleRun.Perform(program, new ReplayChooser(simpler), options, traced: false);
            left--;
            if (run.Exception is not null && failure.IsSame(run.Exception))
            {
                simplest = Trim(run.Choices);
            }
        }

        return simplest;
    }

    private static int[] Trim(IReadOnlyList<int> choices)
    {
        int count = choices.Count;
        while (count > 0 && choices[count - 1] == 0)
        {
            count--;
        }

        return [.. choices.Take(count)];
    }

    private static Action<TestScheduler> MainOf(Func<IEnumerator<Awaitable>> program) => test =>
        test.Run(program() ?? throw new InvalidOperationException("The program to explore gave null instead of a coroutine."));

    private static void Verify(Action<TestScheduler> program, int runs, string name)
    {
        ThrowHelper.IfNull(program, nameof(program));
        if (Scheduler.CurrentOrNull is not null)
        {
            throw new InvalidOperationException(
                "Schedules runs the program on schedulers of its own, and one already runs on this thread. Call it from an ordinary test, not from a coroutine.");
        }

        ThrowHelper.IfLessThan(runs, 1, name, "An exploration takes at least one run.");
    }
}
