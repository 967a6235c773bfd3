using System.Runtime.CompilerServices;

namespace Coroutines;

public readonly partial struct Awaitable
{
    /// <summary>Waits for several things side by side: asyncio's <c>gather</c>.</summary>
    /// <param name="awaitables">
    /// What to wait for. Whatever is no task or future gets a task of its own, at once. The same thing given twice is one child.
    /// </param>
    /// <returns>
    /// A future with the results in the order of the arguments; null for what has none, as for a coroutine, whose value is
    /// dropped unless a type was asked for. With no arguments it is done.
    /// </returns>
    /// <remarks>
    /// <para>It is done in the iteration after the last child is, and whoever awaits it goes on in the one after that; three
    /// iterations for coroutines that do not suspend, none if all is done already.</para>
    /// <para>The first failure, or cancel, of a child fails it. The other children go on;
    /// their later exceptions count as seen.</para>
    /// <para>A cancel, of this future or of a task that awaits it, goes to all children in the order of the arguments. This
    /// future ends with the first child that ends by it, with a <see cref="CancelledException"/> that counts as an exception:
    /// <see cref="Future.IsCancelled"/> is false. If every child swallows the cancel, it still ends so, after the last (rule 26).</para>
    /// </remarks>
    /// <exception cref="ArgumentNullException">An argument is null, or an empty (default) awaitable.</exception>
    /// <exception cref="ArgumentException">A task or future belongs to another scheduler.</exception>
    /// <exception cref="InvalidOperationException">No scheduler runs on this thread.</exception>
    public static Future<object?[]> Gather(params IAwaitable[] awaitables) => Gather((IEnumerable<IAwaitable>)awaitables);

    /// <summary>Runs several coroutines side by side, each as a task of its own: asyncio's <c>gather</c>.</summary>
    /// <param name="coroutines">The coroutines. Values that they return are dropped.</param>
    /// <inheritdoc cref="Gather(IAwaitable[])"/>
    [OverloadResolutionPriority(-1)]
    public static Future<object?[]> Gather(params IEnumerator<Awaitable>[] coroutines) =>
        Gather((IEnumerable<IEnumerator<Awaitable>>)coroutines);

    /// <inheritdoc cref="Gather(IAwaitable[])"/>
    public static Future<object?[]> Gather(IEnumerable<IAwaitable> awaitables) =>
        GatherResults(Children.Of(awaitables, nameof(Gather), out Scheduler scheduler), scheduler);

    /// <inheritdoc cref="Gather(IAwaitable[])"/>
    [OverloadResolutionPriority(-1)]
    public static Future<object?[]> Gather(IEnumerable<Awaitable> awaitables) =>
        GatherResults(Children.Of(awaitables, nameof(Gather), out Scheduler scheduler), scheduler);

    /// <param name="coroutines">The coroutines. Values that they return are dropped.</param>
    /// <inheritdoc cref="Gather(IEnumerator{Awaitable}[])"/>
    public static Future<object?[]> Gather(IEnumerable<IEnumerator<Awaitable>> coroutines) =>
        GatherResults(Children.Of(coroutines, nameof(Gather), out Scheduler scheduler), scheduler);

    private static GatherFuture<object?[]> GatherResults(Future[] children, Scheduler scheduler) => new(
        scheduler,
        children,
        collectsOutcomes: false,
        static children => Array.ConvertAll(children, static child => child.BoxedResult));
}
