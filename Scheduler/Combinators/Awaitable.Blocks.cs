namespace Coroutines;

public readonly partial struct Awaitable
{
    /// <summary>A coroutine that runs others one after the other.</summary>
    /// <param name="coroutines">The others. When one fails or is cancelled, those after it never run.</param>
    /// <returns>A coroutine, to be awaited with <c>Await</c>, or started as a task. For some at the same time, there is <c>Gather</c>.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="coroutines"/>, or one of them, is null.</exception>
    public static IEnumerator<Awaitable> Sequence(params IEnumerator<Awaitable>[] coroutines)
    {
        ThrowHelper.IfNull(coroutines, nameof(coroutines));
        foreach (IEnumerator<Awaitable> coroutine in coroutines)
        {
            ThrowHelper.IfNullCoroutine(coroutine, nameof(coroutines));
        }

        return RunEach(coroutines);
    }

    /// <summary>A coroutine that runs another one a number of times, one after the other.</summary>
    /// <param name="count">How many times; 0 is none.</param>
    /// <param name="coroutine">Makes it anew for each time: a coroutine runs only once.</param>
    /// <returns>A coroutine, to be awaited with <c>Await</c>, or started as a task.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="coroutine"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    public static IEnumerator<Awaitable> Repeat(int count, Func<IEnumerator<Awaitable>> coroutine)
    {
        ThrowHelper.IfLessThan(count, 0, nameof(count), "A number of times cannot be negative.");
        ThrowHelper.IfNull(coroutine, nameof(coroutine));
        return RunAgain(count, coroutine);
    }

    /// <summary>A coroutine that runs another one after a while.</summary>
    /// <param name="delay">How long it waits before that, in the time of its group.</param>
    /// <param name="coroutine">The other one. If it is cancelled meanwhile, that never runs.</param>
    /// <returns>A coroutine, to be awaited with <c>Await</c>, or started as a task.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="coroutine"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="delay"/> is NaN.</exception>
    public static IEnumerator<Awaitable> After(Duration delay, IEnumerator<Awaitable> coroutine)
    {
        ThrowHelper.IfNullCoroutine(coroutine, nameof(coroutine));
        return RunAfter(delay, coroutine);
    }

    /// <summary>A coroutine that does something after a while, in the time of its group.</summary>
    /// <param name="delay">How long it waits before that.</param>
    /// <param name="action">What to do. What it throws fails the coroutine.</param>
    /// <returns>A coroutine, to be awaited with <c>Await</c>, or started as a task.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="action"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="delay"/> is NaN.</exception>
    public static IEnumerator<Awaitable> After(Duration delay, Action action)
    {
        ThrowHelper.IfNull(action, nameof(action));
        return DoAfter(delay, action);
    }

    private static IEnumerator<Awaitable> RunEach(IEnumerator<Awaitable>[] coroutines)
    {
        foreach (IEnumerator<Awaitable> coroutine in coroutines)
        {
            yield return Await(coroutine);
        }
    }

    private static IEnumerator<Awaitable> RunAgain(int count, Func<IEnumerator<Awaitable>> coroutine)
    {
        for (int i = 0; i < count; i++)
        {
            yield return Await(coroutine());
        }
    }

    private static IEnumerator<Awaitable> RunAfter(Duration delay, IEnumerator<Awaitable> coroutine)
    {
        yield return Sleep(delay.Seconds);
        yield return Await(coroutine);
    }

    private static IEnumerator<Awaitable> DoAfter(Duration delay, Action action)
    {
        yield return Sleep(delay.Seconds);
        action();
    }
}
