namespace Coroutines;

public readonly partial struct Awaitable
{
    /// <summary>Waits for something and keeps cancels from it: asyncio's <c>shield</c>.</summary>
    /// <param name="awaitable">What to wait for. Whatever is no task or future gets a task of its own, at once.</param>
    /// <returns>
    /// A future that ends as what it shields does: in the iteration after it. If that is done already, the very same future.
    /// </returns>
    /// <remarks>
    /// A cancel of this future, or of a task that awaits it, ends the wait with a <see cref="CancelledException"/>, while what is
    /// shielded goes on; what it fails with then is reported if nobody looks at it (rule 25). To ignore the cancel
    /// altogether, settle it: <c>Settle(Shield(task), out var outcome, includeCancellation: true)</c>.
    /// </remarks>
    /// <exception cref="ArgumentNullException">The argument is null, or an empty (default) awaitable.</exception>
    /// <exception cref="ArgumentException">A task or future belongs to another scheduler.</exception>
    /// <exception cref="InvalidOperationException">No scheduler runs on this thread.</exception>
    public static Future Shield(Awaitable awaitable) => Shield(
        Children.Of([awaitable], nameof(Shield), out Scheduler scheduler)[0], scheduler, static inner => inner.BoxedResult);

    /// <summary>Makes a task of a coroutine, waits for it and keeps cancels from it: asyncio's <c>shield</c>.</summary>
    /// <param name="coroutine">The coroutine. A value that it returns is dropped.</param>
    /// <inheritdoc cref="Shield(Awaitable)"/>
    public static Future Shield(IEnumerator<Awaitable> coroutine) => Shield(
        Children.Of([coroutine], nameof(Shield), out Scheduler scheduler)[0], scheduler, static inner => inner.BoxedResult);

    /// <typeparam name="T">The type of the result.</typeparam>
    /// <returns>What to yield; then it has the result.</returns>
    /// <inheritdoc cref="Shield(Awaitable)"/>
    public static Awaitable<T> Shield<T>(Awaitable<T> awaitable) =>
        Shield<T>(Children.Of([awaitable], nameof(Shield), out Scheduler scheduler)[0], scheduler);

    /// <summary>
    /// Makes a task of a coroutine that returns a value, waits for it and keeps cancels from it: asyncio's <c>shield</c>.
    /// </summary>
    /// <typeparam name="T">The type of what it returns.</typeparam>
    /// <param name="coroutine">The coroutine.</param>
    /// <inheritdoc cref="Shield{T}(Awaitable{T})"/>
    public static Awaitable<T> Shield<T>(IEnumerator<Awaitable> coroutine) =>
        Shield<T>(Children.Of<T>([coroutine], nameof(Shield), out Scheduler scheduler)[0], scheduler);

    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="task">The task.</param>
    /// <inheritdoc cref="Shield{T}(Awaitable{T})"/>
    public static Awaitable<T> Shield<T>(CoTask<T> task) =>
        Shield<T>(Children.Of([(Future)task], nameof(Shield), out Scheduler scheduler)[0], scheduler);

    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="future">The future.</param>
    /// <inheritdoc cref="Shield{T}(Awaitable{T})"/>
    public static Awaitable<T> Shield<T>(Future<T> future) =>
        Shield<T>(Children.Of([(Future)future], nameof(Shield), out Scheduler scheduler)[0], scheduler);

    private static Awaitable<T> Shield<T>(Future inner, Scheduler scheduler) =>
        Children.ToAwaitable<T>(Shield(inner, scheduler, static inner => Children.ResultOf<T>(inner)));

    private static Future Shield<T>(Future inner, Scheduler scheduler, Func<Future, T> result)
    {
        if (inner.IsDone)
        {
            return inner;
        }

        var outer = new ShieldFuture<T>(scheduler, inner, result);
        inner.AddWaiter(outer);
        return outer;
    }
}

/// <summary>The future that <c>Shield</c> returns: ends as the inner one does, and keeps cancels from it.</summary>
/// <remarks>
/// In asyncio there are two callbacks, one on each future. Here the one object is queued in the place of either: for the
/// inner one's end it ends likewise; after its own end it stops to listen.
/// </remarks>
file sealed class ShieldFuture<T>(Scheduler scheduler, Future inner, Func<Future, T> result)
    : Future<T>(scheduler), ILeavingWaiter, IRunnable, IShield
{
    public bool HasLeft { get; private set; }

    public int Depth { get; } = inner is IShield { IsNamed: false } shield ? shield.Depth + 1 : 1;

    public Future Core { get; } = inner is IShield { IsNamed: false } shield ? shield.Core : inner;

    public bool IsNamed => DetailsOrNull?.Name is not null;

    public void OnDone(Future future)
    {
        if (!HasLeft)
        {
            Owner!.Ready.Enqueue(this);
        }
    }

    public void Run()
    {
        if (!inner.IsDone)
        {
            // Cancelled; what the inner one fails with later is not seen by anybody here (rule 25).
            HasLeft = true;
            inner.Forget(this);
        }
        else if (IsDone)
        {
            // Too late: the inner one has ended while this was being cancelled.
            inner.TakeFault();
        }
        else
        {
            EndAsInner();
            Owner!.Loop.PassIteration();
        }
    }

    internal override IReadOnlyList<Future?> Needs => [inner];

    internal override string Describe() => IsNamed
        ? base.Describe()
        : $"{(Depth == 1 ? "a shield" : $"{Depth} shields")} around {Core.Describe()}";

    private protected override bool CancelCore(string? message)
    {
        Owner!.Ready.Enqueue(this);
        return base.CancelCore(message);
    }

    private void EndAsInner()
    {
        switch (inner.TakeFault())
        {
            case null:
                SetResult(result(inner));
                break;
            case { } when inner.IsCancelled:
                base.CancelCore(null);
                break;
            case { } fault:
                SetException(fault);
                break;
        }
    }
}
