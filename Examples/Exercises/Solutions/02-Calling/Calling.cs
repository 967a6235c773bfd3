namespace Coroutines.Exercises;

public static class Calling
{
    /// <summary>Runs a coroutine to its end, and gives the number of times that it has stopped on the way.</summary>
    public static int RunToEnd(IEnumerator<string> coroutine)
    {
        int stops = 0;
        while (coroutine.MoveNext())
        {
            stops++;
        }

        return stops;
    }

    /// <summary>Gets up, washes, eats and leaves; at each stop of Wash and Eat this coroutine stops too, with the same word.</summary>
    public static IEnumerator<string> Morning(Action<string> print)
    {
        print("get up");

        for (IEnumerator<string> wash = Wash(print); wash.MoveNext();)
        {
            yield return wash.Current;
        }

        for (IEnumerator<string> eat = Eat(print); eat.MoveNext();)
        {
            yield return eat.Current;
        }

        print("leave");
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
