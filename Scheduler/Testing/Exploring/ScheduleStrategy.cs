using System.Diagnostics;

namespace Coroutines.Testing;

/// <summary>How the runs of an exploration differ from an ordinary one. Each run is made from a seed, and so can be made again.</summary>
/// <remarks>
/// <para><see cref="Default"/> is what to begin with, and mostly enough. Parts are put together by <see cref="With"/>, all in the same run,
/// or by <see cref="OneOf"/>, of which each run takes one.</para>
/// <para>Steps are held back and timers are late only while a run goes on to its end (<see cref="TestScheduler.Run(IEnumerator{Awaitable}, string?)"/>).
/// Where a test moves its scheduler on by hand, by iterations, by time or by frames, the order within each iteration varies alone.</para>
/// </remarks>
[DebuggerDisplay("{DebuggerDisplay,nq}")]
public abstract class ScheduleStrategy
{
    /// <summary>How late <see cref="Jitter"/> has a timer be unless told otherwise: up to half its delay.</summary>
    public const double DefaultJitter = 0.5;

    private protected ScheduleStrategy()
    {
    }

    /// <summary>
    /// Orders, delays, jitter, faults at marked points and the program's own choices, each in some of the runs, so that each is also met
    /// alone. No task is cancelled.
    /// </summary>
    public static ScheduleStrategy Default { get; } = new DefaultStrategy();

    /// <summary>Nothing but the order of the steps within each iteration, each order being as likely as any other.</summary>
    public static ScheduleStrategy RandomOrder { get; } = new Simple(static (random, _, _) => new RandomOrderChooser(random));

    /// <summary>One step at a time, any of those that are ready, each being as likely as any other.</summary>
    public static ScheduleStrategy RandomWalk { get; } = new Simple(static (random, _, _) => new RandomWalkChooser(random));

    /// <summary>
    /// A few steps that are ready are held back while others run: for 1 to 64 iterations, or until nobody else can run. In a row of seeds
    /// each step of the program has its turn.
    /// </summary>
    public static ScheduleStrategy Delays { get; } = new Simple(static (random, shape, seed) => random.Next(2) == 0
        ? new AimedDelayChooser(random, seed, shape.Survey)
        : new RandomDelayChooser(random, 1 + random.NextOfAnyOrder(Math.Max(shape.CountOf(DecisionKind.Hold) / 2, 1))));

    /// <summary>Each task has a pace of its own: all its steps are held back for the same number of iterations.</summary>
    public static ScheduleStrategy Paces { get; } = new Simple(static (random, _, _) => new PaceChooser(random));

    /// <summary>
    /// One step at a time, always that of the task with the highest of random priorities, of which a few are lowered on the way: PCT.
    /// </summary>
    /// <param name="depth">How many orderings a bug needs: one more than the number of changes.</param>
    /// <returns>The strategy.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="depth"/> is not positive.</exception>
    public static ScheduleStrategy Priorities(int depth = 3)
    {
        ThrowHelper.IfLessThan(depth, 1, nameof(depth), "A bug needs at least one ordering.");
        return new Simple((random, shape, _) => new PriorityChooser(random, shape.CountOf(DecisionKind.Hold), depth - 1, holds: true));
    }

    /// <summary>
    /// Sleeps and deadlines are late, never early: each by a random part of its delay, or until it goes off together with another one.
    /// </summary>
    /// <param name="bound">How late at most, as a multiple of the delay: from 0 to 2.</param>
    /// <returns>The strategy.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bound"/> is below 0 or above 2.</exception>
    public static ScheduleStrategy Jitter(double bound = DefaultJitter)
    {
        if (!(bound >= 0 && bound * LateTimers.Parts <= LateTimers.Most))
        {
            throw new ArgumentOutOfRangeException(nameof(bound), bound, "Timers are late by 0 to 2 times their delay.");
        }

        return new Simple((random, _, _) => new JitterChooser(random, bound));
    }

    /// <summary>Cancels tasks where they have just suspended. Only for programs whose tasks expect that.</summary>
    /// <param name="probability">How likely that is at each suspension.</param>
    /// <returns>The strategy.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="probability"/> is not between 0 and 1.</exception>
    public static ScheduleStrategy Cancels(double probability = 0.02) => Strikes(DecisionKind.Cancel, probability);

    /// <summary>Has the places fail that are marked by <see cref="TestKit.FaultPoint(string)"/>.</summary>
    /// <param name="probability">How likely that is each time.</param>
    /// <returns>The strategy.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="probability"/> is not between 0 and 1.</exception>
    public static ScheduleStrategy Faults(double probability = 0.1) => Strikes(DecisionKind.Fault, probability);

    /// <summary>Each run does as one of several says, which the seed decides.</summary>
    /// <param name="strategies">The strategies; at least one.</param>
    /// <returns>The strategy.</returns>
    /// <exception cref="ArgumentException">There is none, or one is null.</exception>
    public static ScheduleStrategy OneOf(params ScheduleStrategy[] strategies)
    {
        ThrowHelper.IfNull(strategies, nameof(strategies));
        if (strategies.Length == 0 || strategies.Contains(null))
        {
            throw new ArgumentException("One of several strategies takes at least one, and none of them null.", nameof(strategies));
        }

        ScheduleStrategy[] all = [.. strategies];
        return new Simple((random, shape, seed) => all[random.Next(all.Length)].Create(random, shape, seed));
    }

    /// <summary>Both in the same run: what this one leaves as it is, the other one decides.</summary>
    /// <param name="other">The other one.</param>
    /// <returns>The strategy.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="other"/> is null.</exception>
    public ScheduleStrategy With(ScheduleStrategy other)
    {
        ThrowHelper.IfNull(other, nameof(other));
        return new Simple((random, shape, seed) => new CombinedChooser([Create(random.Split(), shape, seed), other.Create(random.Split(), shape, seed)]));
    }

    /// <summary>Makes what decides in one run.</summary>
    /// <param name="random">Where its chances come from.</param>
    /// <param name="shape">What an ordinary run has to decide.</param>
    /// <param name="seed">The seed of the run.</param>
    internal abstract ScheduleChooser Create(SeededRandom random, RunShape shape, int seed);

    private static Simple Strikes(DecisionKind kind, double probability)
    {
        if (!(probability >= 0 && probability <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "A probability is between 0 and 1.");
        }

        return new Simple((random, _, _) => new StrikeChooser(random, kind, probability));
    }

    private sealed class Simple(Func<SeededRandom, RunShape, int, ScheduleChooser> create) : ScheduleStrategy
    {
        internal override ScheduleChooser Create(SeededRandom random, RunShape shape, int seed) => create(random, shape, seed);
    }

    private string DebuggerDisplay => $"strategy {GetType().Name}";
}
