namespace Coroutines;

/// <summary>
/// Makes futures of what a combinator is given: futures and tasks are taken as they are, the rest becomes tasks. The
/// same thing given twice is one child. All arguments are looked at before the first task is made, so that a bad one
/// leaves nothing behind.
/// </summary>
internal static class Children
{
    // Up to here each coroutine is compared with each. Among more, one that is given twice is an error of its second task, as
    // with any reuse: a hash set, for a mistake that nobody makes there, would double the price of a child.
    private const int Few = 64;

    // Stands for a sleep or a bare yield, of which no two are the same.
    private static readonly object _nameless = new();

    internal static Future[] Of(IEnumerable<IEnumerator<Awaitable>> coroutines, string combinator, out Scheduler scheduler)
    {
        IEnumerator<Awaitable>[] given = ToArray(coroutines, nameof(coroutines));
        return Make(given, given, combinator, out scheduler, static (coroutine, scheduler) => scheduler.CreateTask(coroutine));
    }

    internal static Future[] Of<T>(IEnumerable<IEnumerator<Awaitable>> coroutines, string combinator, out Scheduler scheduler)
    {
        IEnumerator<Awaitable>[] given = ToArray(coroutines, nameof(coroutines));
        return Make(given, given, combinator, out scheduler, static (coroutine, scheduler) => scheduler.CreateTask<T>(coroutine));
    }

    internal static Future[] Of(IEnumerable<Awaitable> awaitables, string combinator, out Scheduler scheduler)
    {
        Awaitable[] given = ToArray(awaitables, nameof(awaitables));
        return Make(
            given,
            Array.ConvertAll(given, Identify),
            combinator,
            out scheduler,
            static (awaitable, scheduler) => awaitable.EnsureFuture(scheduler));
    }

    internal static Future[] Of(IEnumerable<IAwaitable> awaitables, string combinator, out Scheduler scheduler)
    {
        IAwaitable[] given = ToArray(awaitables, nameof(awaitables));
        return Make(
            given,
            Array.ConvertAll(given, static awaitable => awaitable is null ? null : Identify(awaitable.ToAwaitable())),
            combinator,
            out scheduler,
            static (awaitable, scheduler) => awaitable.EnsureFuture(scheduler));
    }

    internal static Future[] Of<T>(IEnumerable<Awaitable<T>> awaitables, string combinator, out Scheduler scheduler)
    {
        Awaitable<T>[] given = ToArray(awaitables, nameof(awaitables));
        return Make(
            given,
            Array.ConvertAll(given, static awaitable => Identify(awaitable)),
            combinator,
            out scheduler,
            static (awaitable, scheduler) => Awaitable.EnsureFuture(awaitable, scheduler));
    }

    internal static Future[] Of(IEnumerable<Future> futures, string combinator, out Scheduler scheduler)
    {
        ThrowHelper.IfNull(futures, nameof(futures));
        Future[] given = futures.ToArray();
        scheduler = Verify(given, combinator);
        return given;
    }

    /// <summary>Refuses what there is no waiting for: nothing, and what belongs to another scheduler.</summary>
    /// <param name="arguments">What is to be waited for; null for nothing.</param>
    /// <param name="combinator">Who asks.</param>
    /// <returns>The scheduler that they all belong to.</returns>
    internal static Scheduler Verify(object?[] arguments, string combinator)
    {
        Scheduler? scheduler = Scheduler.CurrentOrNull;
        for (int i = 0; i < arguments.Length; i++)
        {
            if (arguments[i] is null)
            {
                throw new ArgumentNullException(
                    null, $"{Name(combinator)} was given nothing to wait for as number {i + 1}: null, or an empty (default) awaitable.");
            }

            scheduler ??= (arguments[i] as Future)?.Owner;
        }

        scheduler ??= Scheduler.Current;
        scheduler.VerifyAccess();
        foreach (object? argument in arguments)
        {
            if (argument is Future future && !future.TryBind(scheduler))
            {
                throw new ArgumentException($"{Name(combinator)} was given {future.Describe()}, which belongs to another scheduler.");
            }
        }

        return scheduler;
    }

    /// <summary>A combinator and who has called it, for messages.</summary>
    internal static string Name(string combinator) =>
        CoTask.Current is { } task ? $"{combinator} in {task.DescribeChain()}" : combinator;

    /// <summary>The result of a child that has ended well.</summary>
    internal static T ResultOf<T>(Future child) => child is CoTask<T> task ? task.Result : ((IResult<T>)child).GetResult(0);

    internal static Awaitable<T> ToAwaitable<T>(Future child) => new((IResult<T>)child);

    private static Future[] Make<TArgument>(
        TArgument[] given, object?[] identities, string combinator, out Scheduler scheduler, Func<TArgument, Scheduler, Future> start)
    {
        scheduler = Verify(identities, combinator);
        var children = new Future[given.Length];
        for (int i = 0; i < children.Length; i++)
        {
            int twin = FindTwin(identities, i);
            children[i] = twin >= 0 ? children[twin] : start(given[i], scheduler);
        }

        return children;
    }

    /// <summary>Where the same thing was given before; -1 if nowhere.</summary>
    private static int FindTwin(object?[] identities, int index)
    {
        object? identity = identities[index];
        if (identities.Length > Few || ReferenceEquals(identity, _nameless))
        {
            return -1;
        }

        while (--index >= 0 && !ReferenceEquals(identities[index], identity))
        {
        }

        return index;
    }

    private static object? Identify(Awaitable awaitable) => awaitable switch
    {
        { IsDefault: true } => null,
        { HasSource: false } => _nameless,
        { Kind: AwaitableKind.Misuse } => null,
        _ => awaitable.Source,
    };

    private static T[] ToArray<T>(IEnumerable<T> arguments, string name)
    {
        ThrowHelper.IfNull(arguments, name);
        return arguments as T[] ?? arguments.ToArray();
    }
}
