namespace Coroutines;

/// <summary>Something that happens now and then, and that coroutines wait for: an event with a payload.</summary>
/// <typeparam name="T">What it tells.</typeparam>
/// <remarks>
/// <para><c>yield return player.Hit.Next().Into(out var hit);</c> and then <c>hit.Result</c>. All who wait are told the same, and
/// each what was told when it was woken, even if it is emitted again before they have taken their step. Whoever does not
/// wait when it is emitted misses it: where nothing may be missed, use a <see cref="CoQueue{T}"/>.</para>
/// <para><see cref="Awaitable.FirstOf(SignalSource[])"/> waits for the first of several signals. asyncio has no counterpart.</para>
/// </remarks>
public sealed class CoSignal<T> : SignalSource
{
    // More than that are hardly ever waiting for the same signal, and then some garbage does no harm.
    private const int SpareLimit = 4096;

    private readonly Spares<SignalWait<T>> _spares = new();

    /// <summary>Makes a signal.</summary>
    /// <param name="name">What to call it in messages; null for none.</param>
    public CoSignal(string? name = null)
        : base(name)
    {
    }

    /// <summary>Waits until it is emitted the next time.</summary>
    /// <returns>What to yield, once; then it has what the signal was emitted with.</returns>
    /// <remarks>It listens from the <c>yield return</c> on. Allocates nothing once it is warm.</remarks>
    public Awaitable<T> Next()
    {
        VerifyThreadInDebug();
        return (_spares.Take() ?? new SignalWait<T>(this)).Prepare();
    }

    /// <summary>Lets all go on who wait for it, in the order in which they began to wait, and tells them something.</summary>
    /// <param name="value">What to tell them.</param>
    /// <returns>How many they were.</returns>
    /// <inheritdoc cref="CoSignal.Emit"/>
    public int Emit(T value)
    {
        VerifyThread();
        int count = 0;
        for (; Queue.PeekNext() is { } waiter; count++)
        {
            waiter.Wake();
            if (waiter is ChoiceWaiter choice)
            {
                choice.Choose(SignalHit.Of(this, value));
            }
            else
            {
                ((SignalWait<T>)waiter).Hear(value);
            }
        }

        return count;
    }

    /// <summary>It is not known whether its result will ever be read.</summary>
    internal void Forget(SignalWait<T> wait) => _spares.Forget(wait);

    internal void Recycle(SignalWait<T> wait) => _spares.Keep(wait, SpareLimit);
}
