using static Coroutines.Awaitable;

namespace Coroutines.Tests.Races;

/// <summary>Coroutines to be waited for.</summary>
internal static class Children
{
    /// <summary>Returns its value after some iterations and some time.</summary>
    internal static IEnumerator<Awaitable> Work(int value, int yields = 0, double seconds = 0)
    {
        for (; yields > 0; yields--)
        {
            yield return null;
        }

        if (seconds > 0)
        {
            yield return Sleep(seconds);
        }

        yield return Return(value);
    }

    /// <summary>Fails.</summary>
    internal static IEnumerator<Awaitable> Fail(int yields = 1)
    {
        for (; yields > 0; yields--)
        {
            yield return null;
        }

        throw new IOException("lost");
    }

    /// <summary>Swallows one cancel, if it gets one.</summary>
    internal static IEnumerator<Awaitable> Swallow(int value)
    {
        yield return Settle(Sleep(1), out _, includeCancellation: true);
        yield return Return(value);
    }

    /// <summary>Takes its time to end when it is cancelled.</summary>
    internal static IEnumerator<Awaitable> CleanUp(int value)
    {
        Defer(Work(value, yields: 2));
        yield return Sleep(1);
        yield return Return(value);
    }
}
