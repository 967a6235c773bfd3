using static Coroutines.Awaitable;

namespace Coroutines.Exercises;

public static class Sleeping
{
    /// <summary>Prints "Hello ...", sleeps for one second, and prints "... world!".</summary>
    public static IEnumerator<Awaitable> Hello(Action<string> print)
    {
        // Write it in place of this line.
        yield break;
    }

    /// <summary>Prints "tick 1", "tick 2" and so on, and sleeps so many seconds after each of them.</summary>
    public static IEnumerator<Awaitable> Tick(int count, double seconds, Action<string> print)
    {
        // Write it in place of this line.
        yield break;
    }
}
