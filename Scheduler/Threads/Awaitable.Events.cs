namespace Coroutines;

// Events and observables of .NET's.
public readonly partial struct Awaitable
{
    /// <summary>
    /// Waits until an event of C#'s is raised the next time:
    /// <c>yield return FromEvent(h => door.Opened += h, h => door.Opened -= h);</c>
    /// </summary>
    /// <param name="add">Adds the handler that it is given to the event. Called when the awaitable is yielded, in the coroutine's step.</param>
    /// <param name="remove">Takes the handler away again: called once, in a step of the coroutine, when the wait is over in whichever way.</param>
    /// <returns>What to yield, once. One that is dropped does nothing.</returns>
    /// <remarks>
    /// <para>It listens from the <c>yield return</c> on, and goes on in the iteration after the event, in a game loop in the same frame. What is raised
    /// before the coroutine waits again is missed: where nothing may be missed, let a handler put it into a
    /// <see cref="CoQueue{T}"/>; where several coroutines wait, let it emit a <see cref="CoSignal{T}"/>.</para>
    /// <para>The event may be raised on any thread. Under a <see cref="VirtualClock"/> it is not waited for: a run in which nothing else can
    /// happen ends with a <see cref="DeadlockException"/>.</para>
    /// <para>When the wait is given up by a cancel, the handler is taken away too. What <paramref name="add"/> and
    /// <paramref name="remove"/> throw comes out of the <c>yield return</c>. asyncio has no counterpart.</para>
    /// </remarks>
    /// <exception cref="ArgumentNullException">One of them is null.</exception>
    public static Awaitable FromEvent(Action<Action> add, Action<Action> remove)
    {
        Verify(add, remove);
        return Await(NextEvent<int, Action>(static tell => () => tell(0), add, remove));
    }

    /// <summary>
    /// Waits until an event of C#'s is raised the next time, and tells what it was raised with:
    /// <c>yield return FromEvent&lt;int&gt;(h => player.Hit += h, h => player.Hit -= h).Into(out var damage);</c>
    /// </summary>
    /// <typeparam name="T">What the event tells.</typeparam>
    /// <returns>What to yield, once; then it has what the event was raised with. One that is dropped does nothing.</returns>
    /// <inheritdoc cref="FromEvent(Action{Action}, Action{Action})"/>
    public static Awaitable<T> FromEvent<T>(Action<Action<T>> add, Action<Action<T>> remove)
    {
        Verify(add, remove);
        return Await<T>(NextEvent<T, Action<T>>(static tell => tell, add, remove));
    }

    /// <inheritdoc cref="FromEvent{T}(Action{Action{T}}, Action{Action{T}})"/>
    public static Awaitable<T> FromEvent<T>(Action<EventHandler<T>> add, Action<EventHandler<T>> remove)
    {
        Verify(add, remove);
        return Await<T>(NextEvent<T, EventHandler<T>>(static tell => (_, told) => tell(told), add, remove));
    }

    /// <summary>
    /// Waits until an event of C#'s is raised the next time that has a delegate of its own:
    /// <c>FromEvent&lt;KeyHandler, Key&gt;(tell => (sender, key) => tell(key), h => window.KeyDown += h, h => window.KeyDown -= h)</c>
    /// </summary>
    /// <typeparam name="THandler">The delegate.</typeparam>
    /// <typeparam name="T">What the event tells.</typeparam>
    /// <param name="convert">Makes a handler that passes on what the event tells.</param>
    /// <param name="add">Adds the handler that it is given to the event. Called when the awaitable is yielded, in the coroutine's step.</param>
    /// <param name="remove">Takes the handler away again: called once, in a step of the coroutine, when the wait is over in whichever way.</param>
    /// <inheritdoc cref="FromEvent{T}(Action{Action{T}}, Action{Action{T}})"/>
    public static Awaitable<T> FromEvent<THandler, T>(
        Func<Action<T>, THandler> convert, Action<THandler> add, Action<THandler> remove)
        where THandler : Delegate
    {
        ThrowHelper.IfNull(convert, nameof(convert));
        Verify(add, remove);
        return Await<T>(NextEvent(convert, add, remove));
    }

    /// <summary>Waits for the first that an observable tells, and lets it go then: what Rx calls <c>FirstAsync</c>.</summary>
    /// <typeparam name="T">What it tells.</typeparam>
    /// <param name="source">The observable. It is subscribed to when the awaitable is yielded, in the coroutine's step.</param>
    /// <returns>What to yield, once; then it has what was told. One that is dropped does nothing.</returns>
    /// <remarks>
    /// <para>The subscription is disposed in a step of the coroutine when the wait is over: when something was told, and also when the wait
    /// is given up by a cancel. What the observable fails with comes out of the <c>yield return</c>; one that completes without having
    /// told anything is an <see cref="InvalidOperationException"/> there.</para>
    /// <para>It may tell on any thread. Under a <see cref="VirtualClock"/> it is not waited for, as an event is not, see
    /// <see cref="FromEvent(Action{Action}, Action{Action})"/>. asyncio has no counterpart.</para>
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="source"/> is null.</exception>
    public static Awaitable<T> FromObservable<T>(IObservable<T> source)
    {
        ThrowHelper.IfNull(source, nameof(source));
        return Await<T>(FirstOfObservable(source));
    }

    private static IEnumerator<Awaitable> NextEvent<T, THandler>(
        Func<Action<T>, THandler> convert, Action<THandler> add, Action<THandler> remove)
    {
        var first = new FirstTold<T>(Scheduler.Current);
        THandler handler = convert(first.OnNext)
            ?? throw new InvalidOperationException("FromEvent was given null instead of a handler by what is to convert one.");
        add(handler);
        try
        {
            yield return first.Future;
        }
        finally
        {
            remove(handler);
        }

        yield return Return(first.Future.Result);
    }

    private static IEnumerator<Awaitable> FirstOfObservable<T>(IObservable<T> source)
    {
        var first = new FirstTold<T>(Scheduler.Current);
        using (source.Subscribe(first))
        {
            yield return first.Future;
        }

        yield return Return(first.Future.Result);
    }

    private static void Verify(Delegate add, Delegate remove)
    {
        ThrowHelper.IfNull(add, nameof(add));
        ThrowHelper.IfNull(remove, nameof(remove));
    }
}
