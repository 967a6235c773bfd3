namespace Coroutines.Testing;

/// <summary>
/// Runs a program in many ways in which it might go, to find those in which it fails, and replays them.
/// </summary>
/// <remarks>
/// <para>A scheduler runs what is ready in the order in which it became ready, and timers on time. A program may lean on that without
/// knowing it; a change elsewhere, one more <c>yield return</c>, and it breaks. Here, the steps that are ready in the same iteration run in
/// any order, a step may wait while others go on, and timers may be late: see <see cref="ScheduleStrategy"/>. What the loop does promise is
/// kept: what a step makes ready runs in a later iteration, callbacks of one source run in the order in which they were queued, and no
/// timer is early.</para>
/// <para>The program is made anew for each run, with all its state; apart from the order of its steps it has to be
/// deterministic. Each run has a scheduler and a virtual clock of its own, as a <see cref="TestScheduler"/>; it fails by an
/// exception of its main coroutine, a deadlock, a limit, or by what it leaves behind.</para>
/// </remarks>
public static class Schedules
{
    /// <summary>How many runs there are unless told otherwise.</summary>
    public const int DefaultRuns = 1000;

    /// <summary>How many runs there are at most when all orders are gone through, unless told otherwise.</summary>
    public const int DefaultLimit = 10_000;

    /// <summary>Runs a program in ways that come from seeds, until one fails. The first run is an ordinary one.</summary>
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
        return Explore(program, new ExplorationOptions { Runs = runs, Seed = seed, Test = options ?? TestOptions.Default });
    }

    /// <summary>Runs a program in ways that come from seeds, until one fails. The first run is an ordinary one.</summary>
    /// <param name="program">Makes the main coroutine of one run, and all that it works on.</param>
    /// <param name="options">How many runs, how they come about, and when it ends.</param>
    /// <returns>The result; call <see cref="Exploration.ShouldPass"/> on it. A program without any choice is run once.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="program"/> or <paramref name="options"/> is null.</exception>
    /// <exception cref="InvalidOperationException">A scheduler already runs on this thread.</exception>
    public static Exploration Explore(Func<IEnumerator<Awaitable>> program, ExplorationOptions options)
    {
        ThrowHelper.IfNull(program, nameof(program));
        return Explore(MainOf(program), options);
    }

    /// <inheritdoc cref="Explore(Func{IEnumerator{Awaitable}}, ExplorationOptions)"/>
    /// <param name="program">Does one run, with a scheduler that is fresh each time; such as some frames of a game.</param>
    /// <param name="options">How many runs, how they come about, and when it ends.</param>
    public static Exploration Explore(Action<TestScheduler> program, ExplorationOptions options)
    {
        ThrowHelper.IfNull(options, nameof(options));
        Verify(program, options.Runs, nameof(options));
        return new Sampling(program, options).Explore();
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
    public static Exploration ExploreAll(Func<IEnumerator<Awaitable>> program, int limit = DefaultLimit, TestOptions? options = null)
    {
        ThrowHelper.IfNull(program, nameof(program));
        return ExploreAll(MainOf(program), limit, options);
    }

    /// <inheritdoc cref="ExploreAll(Func{IEnumerator{Awaitable}}, int, TestOptions?)"/>
    /// <param name="program">Does one run, with a scheduler that is fresh each time; such as some frames of a game.</param>
    /// <param name="limit">How many runs at most. <see cref="Exploration.IsExhaustive"/> tells whether they were enough.</param>
    /// <param name="options">The limits of each run, and what it may leave behind; null for the defaults.</param>
    public static Exploration ExploreAll(Action<TestScheduler> program, int limit = DefaultLimit, TestOptions? options = null)
    {
        Verify(program, limit, nameof(limit));
        return ExploreAll(program, new ExhaustiveOptions { Limit = limit, Test = options ?? TestOptions.Default });
    }

    /// <summary>
    /// Runs a program under every legal order within the iterations, and with every choice of its own, those that depart least from an
    /// ordinary run first, until one fails or a bound is reached.
    /// </summary>
    /// <param name="program">Makes the main coroutine of one run, and all that it works on.</param>
    /// <param name="options">The bounds, and what need not be tried.</param>
    /// <returns>
    /// The result; call <see cref="Exploration.ShouldPass"/> on it. Where there was more to try, <see cref="Exploration.Checkpoint"/> is for going
    /// on.
    /// </returns>
    /// <remarks>Nothing is held back and no timer is late.</remarks>
    /// <exception cref="ArgumentNullException"><paramref name="program"/> or <paramref name="options"/> is null.</exception>
    /// <exception cref="ArgumentException">The <see cref="ExhaustiveOptions.Checkpoint"/> is none.</exception>
    /// <exception cref="InvalidOperationException">A scheduler already runs on this thread.</exception>
    public static Exploration ExploreAll(Func<IEnumerator<Awaitable>> program, ExhaustiveOptions options)
    {
        ThrowHelper.IfNull(program, nameof(program));
        return ExploreAll(MainOf(program), options);
    }

    /// <inheritdoc cref="ExploreAll(Func{IEnumerator{Awaitable}}, ExhaustiveOptions)"/>
    /// <param name="program">Does one run, with a scheduler that is fresh each time; such as some frames of a game.</param>
    /// <param name="options">The bounds, and what need not be tried.</param>
    public static Exploration ExploreAll(Action<TestScheduler> program, ExhaustiveOptions options)
    {
        ThrowHelper.IfNull(options, nameof(options));
        Verify(program, options.Limit, nameof(options));
        return new OrderSearch(program, options).Explore();
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
        return Replay(program, seed, new ExplorationOptions { Test = options ?? TestOptions.Default });
    }

    /// <summary>Runs a program once more in the way that belongs to a seed.</summary>
    /// <param name="program">The program that was explored.</param>
    /// <param name="seed">The <see cref="ScheduleFailure.Seed"/>.</param>
    /// <param name="options">What it was explored with; the number of runs and their first seed do not matter.</param>
    /// <returns>What ran.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="program"/> or <paramref name="options"/> is null.</exception>
    /// <exception cref="ScheduleFailedException">It failed again.</exception>
    public static StepTrace Replay(Func<IEnumerator<Awaitable>> program, int seed, ExplorationOptions options)
    {
        ThrowHelper.IfNull(program, nameof(program));
        return Replay(MainOf(program), seed, options);
    }

    /// <inheritdoc cref="Replay(Func{IEnumerator{Awaitable}}, int, ExplorationOptions)"/>
    public static StepTrace Replay(Action<TestScheduler> program, int seed, ExplorationOptions options)
    {
        ThrowHelper.IfNull(program, nameof(program));
        ThrowHelper.IfNull(options, nameof(options));
        return TraceOf(new Sampling(program, options).Perform(seed, traced: true), seed);
    }

    /// <summary>Runs a program once more with the choices that were made.</summary>
    /// <param name="program">The program that was explored.</param>
    /// <param name="choices">The <see cref="ScheduleFailure.Choices"/>; none of them is an ordinary run.</param>
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

    /// <summary>Runs a program once more with the choices that were made, given in short.</summary>
    /// <param name="program">The program that was explored.</param>
    /// <param name="schedule">The <see cref="ScheduleFailure.Schedule"/>; an empty one is an ordinary run.</param>
    /// <param name="options">What it was explored with.</param>
    /// <returns>What ran.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="program"/> or <paramref name="schedule"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="schedule"/> is none.</exception>
    /// <exception cref="ScheduleFailedException">It failed again.</exception>
    public static StepTrace ReplaySchedule(Func<IEnumerator<Awaitable>> program, string schedule, TestOptions? options = null)
    {
        ThrowHelper.IfNull(program, nameof(program));
        return ReplaySchedule(MainOf(program), schedule, options);
    }

    /// <inheritdoc cref="ReplaySchedule(Func{IEnumerator{Awaitable}}, string, TestOptions?)"/>
    public static StepTrace ReplaySchedule(Action<TestScheduler> program, string schedule, TestOptions? options = null)
    {
        ThrowHelper.IfNull(schedule, nameof(schedule));
        return Replay(program, ScheduleText.Parse(schedule, nameof(schedule)), options);
    }

    private static StepTrace TraceOf(ScheduleRun run, int? seed) => run.Exception is null
        ? run.Trace
        : throw new ScheduleFailedException(new ScheduleFailure(1, seed, run.Choices, run).ToString(), run.Exception);

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
