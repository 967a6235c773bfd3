namespace Coroutines;

public sealed partial class CoStream
{
    /// <summary>
    /// Makes two streams that are joined in memory: what is written to one is read from the other. They have the flow control, the ends and
    /// the limits of a connection, and work under a <see cref="VirtualClock"/>. Trio's <c>memory_stream_pair</c>; asyncio has none.
    /// </summary>
    /// <param name="options">
    /// <see cref="ConnectionOptions.Limit"/>, <see cref="ConnectionOptions.Latency"/> and <see cref="ConnectionOptions.Bandwidth"/>, of both;
    /// null for the defaults.
    /// </param>
    /// <returns>The two streams, which belong to the scheduler that is running.</returns>
    /// <exception cref="InvalidOperationException">No scheduler is running here.</exception>
    public static (CoStream First, CoStream Second) CreatePair(ConnectionOptions? options = null) =>
        CreatePair(Scheduler.Current, options);

    /// <inheritdoc cref="CreatePair(ConnectionOptions?)"/>
    /// <param name="scheduler">The scheduler that they belong to; for code outside of it.</param>
    /// <param name="options">See above.</param>
    public static (CoStream First, CoStream Second) CreatePair(Scheduler scheduler, ConnectionOptions? options = null)
    {
        ThrowHelper.IfNull(scheduler, nameof(scheduler));
        options ??= ConnectionOptions.Default;
        (MemoryConduit one, MemoryConduit other) = MemoryConduit.CreatePair(scheduler, options);
        return (Over(scheduler, one, options.Limit), Over(scheduler, other, options.Limit));
    }
}
