using static Coroutines.Awaitable;

namespace Coroutines.Exercises;

public static class Results
{
    /// <summary>Sleeps for one second, and returns n * n.</summary>
    public static IEnumerator<Awaitable> Square(int n)
    {
        yield return Sleep(1.0);
        yield return Return(n * n);
    }

    /// <summary>Asks <paramref name="square"/> for the square of a, then for the square of b, and returns their sum.</summary>
    public static IEnumerator<Awaitable> SumOfSquares(int a, int b, Func<int, IEnumerator<Awaitable>> square)
    {
        yield return Await<int>(square(a)).Into(out var first);
        yield return Await<int>(square(b)).Into(out var second);
        yield return Return(first.Result + second.Result);
    }
}
