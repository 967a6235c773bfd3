namespace Coroutines;

/// <summary>Something that happens now and then, and that coroutines wait for: an event without a payload.</summary>
/// <remarks>
/// Unlike a <see cref="CoEvent"/>, it has no state: whoever does not wait when it is emitted misses it. See
/// <see cref="CoSignal{T}"/> for one that tells something. asyncio has no counterpart.
/// </remarks>
public sealed class CoSignal : SignalSource
{
    /// <summary>Makes a signal.</summary>
    /// <param name="name">What to call it in messages; null for none.</param>
    public CoSignal(string? name = null)
        : base(name)
    {
    }

    /// <summary>
    /// The signal as an event of C#'s: raised by each <see cref="Emit"/>, inside of that call, after those who wait were woken. What a
    /// handler throws comes out of it, and keeps the handlers behind it from being called.
    /// </summary>
    /// <remarks>
    /// The other way round, an event emits a signal by a handler: <c>door.Opened += () => opened.Emit();</c>. A coroutine can also wait for
    /// an event itself, see <see cref="Awaitable.FromEvent(Action{Action}, Action{Action})"/>.
    /// </remarks>
    public event Action? Emitted;

    /// <summary>Waits until it is emitted the next time.</summary>
    /// <returns>What to yield; any number of times, and by several coroutines.</returns>
    public Awaitable Next() => new(Queue);

    /// <summary>Lets all go on who wait for it, in the order in which they began to wait.</summary>
    /// <returns>How many they were.</returns>
    /// <remarks>
    /// They take their steps in the next iteration, in a Tick still in the same frame. To be called on the scheduler's thread,
    /// from a coroutine, a callback or between two Ticks.
    /// </remarks>
    /// <exception cref="InvalidOperationException">The scheduler runs on another thread.</exception>
    public int Emit()
    {
        VerifyThread();
        int count = 0;
        for (; Queue.PeekNext() is { } waiter; count++)
        {
            waiter.Wake();
            (waiter as ChoiceWaiter)?.Choose(SignalHit.Of(this));
        }

        Emitted?.Invoke();
        return count;
    }
}
