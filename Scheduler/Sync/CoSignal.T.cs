namespace Coroutines;

/// <summary>Something that happens now and then, and that coroutines wait for: an event with a payload.</summary>
/// <typeparam name="T">What it tells.</typeparam>
/// <remarks>
/// <para><c>yield return player.Hit.Next().Into(out var hit);</c> and then <c>hit.Result</c>. All who wait are told the same, and
/// each what was told when it was woken, even if it is emitted again before they have taken their step. Whoever does not
/// wait when it is emitted misses it: where nothing may be missed, use a <see cref="CoQueue{T}"/>.</para>
/// <para>It is an observable and an observer too, so that it goes together with Rx: <c>source.Subscribe(signal)</c> has it emit what a
/// source tells, and <see cref="Subscribe"/> tells others what it is emitted with. A signal knows no end: that a source has completed
/// changes nothing, and what it fails with is thrown to it, as by an Rx subscription without an error handler.</para>
/// <para><see cref="Awaitable.FirstOf(SignalSource[])"/> waits for the first of several signals. asyncio has no counterpart.</para>
/// </remarks>
public sealed class CoSignal<T> : SignalSource, IObservable<T>, IObserver<T>
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

    /// <summary>
    /// The signal as an event of C#'s: raised by each <see cref="Emit"/>, inside of that call, after those who wait were woken. What a
    /// handler throws comes out of it, and keeps the handlers behind it from being called.
    /// </summary>
    /// <remarks>
    /// The other way round, an event emits a signal by a handler: <c>player.Hit += damage => hit.Emit(damage);</c>. A coroutine can also
    /// wait for an event itself, see <see cref="Awaitable.FromEvent{T}(Action{Action{T}}, Action{Action{T}})"/>.
    /// </remarks>
    public event Action<T>? Emitted;

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

        Emitted?.Invoke(value);
        return count;
    }

    /// <summary>Tells an observer each value that it is emitted with, inside of <see cref="Emit"/>, in the order in which they subscribed.</summary>
    /// <param name="observer">The observer. It is never told of an end, nor of an error.</param>
    /// <returns>What ends that.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="observer"/> is null.</exception>
    /// <exception cref="InvalidOperationException">The scheduler runs on another thread.</exception>
    public IDisposable Subscribe(IObserver<T> observer)
    {
        ThrowHelper.IfNull(observer, nameof(observer));
        VerifyThread();
        Action<T> handler = observer.OnNext;
        Emitted += handler;
        return new Subscription(() => Emitted -= handler);
    }

    void IObserver<T>.OnNext(T value) => Emit(value);

    void IObserver<T>.OnError(Exception error)
    {
        ThrowHelper.IfNull(error, nameof(error));
        Rethrow.Throw(error);
    }

    void IObserver<T>.OnCompleted()
    {
        // Others may still emit it.
    }

    /// <summary>It is not known whether its result will ever be read.</summary>
    internal void Forget(SignalWait<T> wait) => _spares.Forget(wait);

    internal void Recycle(SignalWait<T> wait) => _spares.Keep(wait, SpareLimit);

    private sealed class Subscription(Action end) : IDisposable
    {
        private Action? _end = end;

        public void Dispose()
        {
            _end?.Invoke();
            _end = null;
        }
    }
}
