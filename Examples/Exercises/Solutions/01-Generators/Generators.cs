namespace Coroutines.Exercises;

public static class Generators
{
    /// <summary>Prints "ready", hands out start, start - 1 and so on down to 1, and prints "lift-off" at the end.</summary>
    public static IEnumerator<int> Countdown(int start, Action<string> print)
    {
        print("ready");
        for (int i = start; i >= 1; i--)
        {
            yield return i;
        }

        print("lift-off");
    }

    /// <summary>Steps a generator by hand, and gives the first two numbers that it hands out, or fewer if it has fewer.</summary>
    public static List<int> TakeTwo(IEnumerator<int> numbers)
    {
        List<int> taken = [];
        while (taken.Count < 2 && numbers.MoveNext())
        {
            taken.Add(numbers.Current);
        }

        return taken;
    }
}
