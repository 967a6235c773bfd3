namespace Coroutines.Exercises;

public static class Calling
{
    /// <summary>Runs a coroutine to its end, and gives the number of times that it has stopped on the way.</summary>
    public static int RunToEnd(IEnumerator<string> coroutine)
    {
        // Step the coroutine here, and count.
        return 0;
    }

    /// <summary>Gets up, washes, eats and leaves; at each stop of Wash and Eat this coroutine stops too, with the same word.</summary>
    public static IEnumerator<string> Morning(Action<string> print)
    {
        print("get up");

        // This is the classic mistake: both calls run nothing. Step each of the two coroutines, and pass on what it hands out.
        Wash(print);
        Eat(print);

        print("leave");
        yield break;
    }

    private static IEnumerator<string> Wash(Action<string> print)
    {
        print("water on");
        yield return "washing";
        print("water off");
    }

    private static IEnumerator<string> Eat(Action<string> print)
    {
        print("sit down");
        yield return "eating";
        yield return "drinking";
        print("stand up");
    }
}
