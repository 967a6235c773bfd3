namespace Coroutines.Exercises;

public static class Generators
{
    /// <summary>Prints "ready", hands out start, start - 1 and so on down to 1, and prints "lift-off" at the end.</summary>
    public static IEnumerator<int> Countdown(int start, Action<string> print)
    {
        // Write the countdown in place of this line. It needs `yield return` once, in a loop.
        yield break;
    }

    /// <summary>Steps a generator by hand, and gives the first two numbers that it hands out, or fewer if it has fewer.</summary>
    public static List<int> TakeTwo(IEnumerator<int> numbers)
    {
        List<int> taken = [];

        // Call numbers.MoveNext() and read numbers.Current here. Nothing may be asked for that is not needed.
        return taken;
    }
}
