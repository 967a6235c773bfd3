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
        _lab.Run<int>(Results.Square(n)).ShouldBe(square, $"The square of {n} was asked for.");
        _lab.Scheduler.Time.ShouldBe(1.0, "Square has to sleep for one second, with `yield return Sleep(1.0)`, before it returns.");
    }

    [Test, Order(2)]
    public void SumOfSquares_AsksForOneAfterTheOther()
    {
        int sum = _lab.Run<int>(Results.SumOfSquares(3, 4, SlowSquare));

        _lab.Printout.ShouldRead(
            ["0.0 s  square of 3?", "1.0 s  it is 9", "1.0 s  square of 4?", "3.0 s  it is 16"],
            "SumOfSquares(3, 4, square) has to await square(3) to its end, and then square(4).");
        sum.ShouldBe(25, "The sum of the two results was asked for.");
    }

    [Test, Order(3)]
    public void SumOfSquares_UsesWhatTheCallsReturn()
    {
        _lab.Run<int>(Results.SumOfSquares(2, 5, Pretend))
            .ShouldBe(2005, "This time square(2) returns 1002 and square(5) returns 1003: SumOfSquares adds what the calls return, "
                + "and computes no square itself.");

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
