using static Coroutines.Awaitable;

namespace Coroutines.Tests.Conformance.CPython;

/// <summary>Coroutines that many of CPython's tests have.</summary>
internal static class Bodies
{
    internal static IEnumerator<Awaitable> SleepFor(double seconds)
    {
        yield return Sleep(seconds);
    }

    /// <summary>Sleeps, then returns.</summary>
    internal static IEnumerator<Awaitable> Give<T>(double seconds, T value)
    {
        yield return Sleep(seconds);
        yield return Return(value);
    }

    /// <summary>Returns without a suspension.</summary>
    internal static IEnumerator<Awaitable> Give<T>(T value)
    {
        yield return Return(value);
    }

    /// <summary>Sleeps, then fails.</summary>
    internal static IEnumerator<Awaitable> Crash(double seconds, Exception exception)
    {
        yield return Sleep(seconds);
        throw exception;
    }

    /// <summary>Fails without a suspension.</summary>
    internal static IEnumerator<Awaitable> Crash(Exception exception)
    {
        Throw(exception);
        yield break;
    }

    /// <summary>Sleeps, and fails in its <c>finally</c>, however that ends.</summary>
    internal static IEnumerator<Awaitable> CrashInTheEnd(double seconds, Func<Exception> exception)
    {
        using var cleanup = new Cleanup(() => Throw(exception()));
        yield return Sleep(seconds);
    }

    /// <summary>Sleeps; when that is cancelled, takes its time to end.</summary>
    internal static IEnumerator<Awaitable> SleepAndLinger(double seconds, double lingering)
    {
        Defer(SleepFor(lingering));
        yield return Sleep(seconds);
    }

    /// <summary>Throws; where a <c>throw</c> of its own is not allowed.</summary>
    internal static void Throw(Exception exception) => throw exception;

    /// <summary>The kinds of the errors of a group.</summary>
    internal static Type[] KindsOf(Exception? group) =>
        [.. group.ShouldBeOfType<AggregateException>().InnerExceptions.Select(error => error.GetType())];
}
