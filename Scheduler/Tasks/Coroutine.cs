using System.Runtime.CompilerServices;

namespace Coroutines;

/// <summary>
/// How the library handles an iterator. Whatever the iterator throws, from any of its members, comes back as an answer;
/// nothing escapes into the loop.
/// </summary>
internal static class Coroutine
{
    // The last type that was found to be an iterator: often the next one too, and asking for a type's name takes longer.
    private static Type? _compilerMade;

    private static readonly ConditionalWeakTable<Type, string> _names = new();

    /// <summary>The answer of a coroutine that has ended without a value.</summary>
    internal static Awaitable Ended { get; } = new(new Answer("ended"), AwaitableKind.Ended);

    /// <summary>Steps an iterator, and says what it yielded.</summary>
    internal static Awaitable Advance(IEnumerator<Awaitable> body)
    {
        try
        {
            return body.MoveNext() ? body.Current : Ended;
        }
        catch (Exception exception) when (Unwinding.Starts(exception))
        {
            return new Awaitable(Unwinding.End(), AwaitableKind.Error);
        }
    }

    /// <summary>
    /// Whether it was started before. Known only of an iterator that the compiler has made, and of one that has not yielded
    /// only if that was noted. Others may throw before their first step; an array's does.
    /// </summary>
    internal static bool WasStarted(IEnumerator<Awaitable> body) =>
        IsCompilerMade(body) && (!body.Current.IsDefault || UsedCoroutines.Contains(body));

    /// <summary>Notes that an iterator is used, where nothing in its <c>Current</c> will tell.</summary>
    internal static void NoteUse(IEnumerator<Awaitable> body)
    {
        if (IsCompilerMade(body))
        {
            UsedCoroutines.Add(body);
        }
    }

    /// <summary>Disposes an iterator that was never stepped, unless somebody else has started it meanwhile.</summary>
    /// <param name="body">The iterator.</param>
    /// <param name="scheduler">Whose affair it was; null if there is none.</param>
    internal static void DisposeUnstarted(IEnumerator<Awaitable> body, Scheduler? scheduler)
    {
        if (WasStarted(body))
        {
            return;
        }

        // It would end at once and silently if somebody started it now, like one that was used.
        if (scheduler is { TracksReuse: true })
        {
            NoteUse(body);
        }

        // A compiler-made iterator runs nothing here; another one may throw, which a task that never ran ignores.
        Exception? inFlight = Unwinding.Swap(null);
        _ = Dispose(body, null);
        Unwinding.Swap(inFlight);
    }

    /// <summary>Disposes an iterator, so that its <c>finally</c> and <c>using</c> blocks run.</summary>
    /// <returns>The exception in flight: what they threw, or else the one that was in flight before.</returns>
    internal static Exception? Dispose(IEnumerator<Awaitable> body, Exception? fault)
    {
        try
        {
            body.Dispose();
            return fault;
        }
        catch (Exception exception) when (Unwinding.Starts(exception))
        {
            return Replacement.Of(fault, Unwinding.End());
        }
    }

    /// <summary>The error of a coroutine that was to return a <typeparamref name="T"/> and did not.</summary>
    internal static InvalidOperationException ResultError<T>(string coroutine, Awaitable end) => new(end.Source is ReturnValue value
        ? $"The coroutine {coroutine} was to return {typeof(T).Name}, but returned {value.Type.Name}."
        : $"The coroutine {coroutine} was to return {typeof(T).Name}, but ended without Return(value).");

    /// <summary>The value that a coroutine has ended with, if it is a <typeparamref name="T"/>.</summary>
    internal static bool TryGetValue<T>(Awaitable end, out T value)
    {
        if (end.Source is ReturnValue returned)
        {
            return returned.TryGet(end.Argument, out value);
        }

        value = default!;
        return false;
    }

    /// <summary>
    /// The name of the method that made the iterator, taken from the name that the compiler gives its class; for other
    /// iterators, the name of their class.
    /// </summary>
    internal static string NameOf(IEnumerator<Awaitable> body) => NameOf(body.GetType());

    /// <inheritdoc cref="NameOf(IEnumerator{Awaitable})"/>
    internal static string NameOf(Type iterator) => _names.GetValue(iterator, static type => NameFrom(type.Name));

    private static string NameFrom(string name)
    {
        int end = name.LastIndexOf(">d", StringComparison.Ordinal);
        if (end <= 0 || name[0] != '<')
        {
            return name;
        }

        // <Method>d__1, or <<Method>g__Local|0_0>d for a local function.
        string method = name[1..end];
        int local = method.IndexOf(">g__", StringComparison.Ordinal);
        if (local < 0)
        {
            return method;
        }

        method = method[(local + 4)..];
        int bar = method.IndexOf('|');
        return bar < 0 ? method : method[..bar];
    }

    /// <summary>The error of a coroutine that was started before.</summary>
    internal static Awaitable Reused(IEnumerator<Awaitable> body) => Awaitable.Failure(new InvalidOperationException(
        $"The coroutine {NameOf(body)} was started before and can be awaited only once. Call {NameOf(body)}() again for a second run, or make a task of it to await it from several places."));

    /// <summary>Whether it is an iterator that the compiler has made, of which everything is known.</summary>
    internal static bool IsCompilerMade(IEnumerator<Awaitable> body)
    {
        Type type = body.GetType();
        if (ReferenceEquals(type, _compilerMade))
        {
            return true;
        }

        if (type.Name[0] != '<')
        {
            return false;
        }

        _compilerMade = type;
        return true;
    }
}
