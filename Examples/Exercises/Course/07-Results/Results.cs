using static Coroutines.Awaitable;

namespace Coroutines.Exercises;

public static class Results
{
    /// <summary>Sleeps for one second, and returns n * n.</summary>
    public static IEnumerator<Awaitable> Square(int n)
    {
        // An iterator method has no `return n * n`: it yields Return(n * n).
        yield break;
    }

    /// <summary>Asks <paramref name="square"/> for the square of a, then for the square of b, and returns their sum.</summary>
    public static IEnumerator<Awaitable> SumOfSquares(int a, int b, Func<int, IEnumerator<Awaitable>> square)
    {
        // Await one call, then the other: yield return Await<int>(square(a)).Into(out var x), and x.Result is the value.
        yield break;
    }
}
