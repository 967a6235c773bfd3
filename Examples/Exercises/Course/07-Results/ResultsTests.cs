using static Coroutines.Awaitable;

namespace Coroutines.Exercises;

[Exercise(7)]
public sealed class ResultsTests
{
    private readonly Lab _lab = new();

    [TearDown]
    public void Close() => _lab.Dispose();

    [TestCase(3, 9), Order(1)]
    [TestCase(-4, 16)]
    public void Square_ReturnsTheSquareAfterASecond(int n, int square)
    {
        string lookAt = $"The square of {n} was asked for.";
        _lab.Run<int>(Results.Square(n), lookAt).ShouldBe(square, lookAt);
        _lab.Scheduler.Time.ShouldBe(1.0, "Square has to sleep for one second, with `yield return Sleep(1.0)`, before it returns.");
    }

    [Test, Order(2)]
    public void SumOfSquares_AsksForOneAfterTheOther()
    {
        const string LookAt = "The sum of the two results was asked for.";
        int sum = _lab.Run<int>(Results.SumOfSquares(3, 4, SlowSquare), LookAt);

        _lab.Printout.ShouldRead(
            ["0.0 s  square of 3?", "1.0 s  it is 9", "1.0 s  square of 4?", "3.0 s  it is 16"],
            "SumOfSquares(3, 4, square) has to await square(3) to its end, and then square(4).");
        sum.ShouldBe(25, LookAt);
    }

    [Test, Order(3)]
    public void SumOfSquares_UsesWhatTheCallsReturn()
    {
        const string LookAt = "This time square(2) returns 1002 and square(5) returns 1003: SumOfSquares adds what the calls return, "
            + "and computes no square itself.";
        _lab.Run<int>(Results.SumOfSquares(2, 5, Pretend), LookAt).ShouldBe(2005, LookAt);

        IEnumerator<Awaitable> Pretend(int n)
        {
            yield return Return(n == 2 ? 1002 : 1003);
        }
    }

    private IEnumerator<Awaitable> SlowSquare(int n)
    {
        _lab.Print($"square of {n}?");
        yield return Sleep(n - 2.0);
        _lab.Print($"it is {n * n}");
        yield return Return(n * n);
    }
}
