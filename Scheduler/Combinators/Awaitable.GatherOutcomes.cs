using System.Runtime.CompilerServices;

namespace Coroutines;

public readonly partial struct Awaitable
{
    /// <summary>
    /// Waits for several things side by side until all are done, however they end: asyncio's
    /// <c>gather(…, return_exceptions=True)</c>.
    /// </summary>
    /// <param name="awaitables">
    /// What to wait for. Whatever is no task or future gets a task of its own, at once. The same thing given twice is one child.
    /// </param>
    /// <returns>What to yield; then it has the outcomes, in the order of the arguments.</returns>
    /// <remarks>
    /// A failure, or a cancel, of a child is an outcome like a result, and counts as seen. A cancel of a task that awaits all
    /// this goes to all children in the order of the arguments; when they have ended, the wait ends with a
    /// <see cref="CancelledException"/>, even if every child has swallowed the cancel (rule 26). For the iterations that
    /// pass, see <see cref="Gather(IAwaitable[])"/>.
    /// </remarks>
    /// <inheritdoc cref="Gather(IAwaitable[])"/>
    public static Awaitable<Outcome[]> GatherOutcomes(params IAwaitable[] awaitables) =>
        GatherOutcomes((IEnumerable<IAwaitable>)awaitables);

    /// <param name="coroutines">The coroutines. Values that they return are dropped.</param>
    /// <inheritdoc cref="GatherOutcomes(IAwaitable[])"/>
    [OverloadResolutionPriority(-1)]
    public static Awaitable<Outcome[]> GatherOutcomes(params IEnumerator<Awaitable>[] coroutines) =>
        GatherOutcomes((IEnumerable<IEnumerator<Awaitable>>)coroutines);

    /// <inheritdoc cref="GatherOutcomes(IAwaitable[])"/>
    public static Awaitable<Outcome[]> GatherOutcomes(IEnumerable<IAwaitable> awaitables) =>
        GatherOutcomes(Children.Of(awaitables, nameof(GatherOutcomes), out Scheduler scheduler), scheduler);

    /// <inheritdoc cref="GatherOutcomes(IAwaitable[])"/>
    [OverloadResolutionPriority(-1)]
    public static Awaitable<Outcome[]> GatherOutcomes(IEnumerable<Awaitable> awaitables) =>
        GatherOutcomes(Children.Of(awaitables, nameof(GatherOutcomes), out Scheduler scheduler), scheduler);

    /// <inheritdoc cref="GatherOutcomes(IEnumerator{Awaitable}[])"/>
    public static Awaitable<Outcome[]> GatherOutcomes(IEnumerable<IEnumerator<Awaitable>> coroutines) =>
        GatherOutcomes(Children.Of(coroutines, nameof(GatherOutcomes), out Scheduler scheduler), scheduler);

    private static GatherFuture<Outcome[]> GatherOutcomes(Future[] children, Scheduler scheduler) => new(
        scheduler,
        children,
        collectsOutcomes: true,
        static children => Array.ConvertAll(children, static child => Outcome.Of(child)));
}
