using static Coroutines.Awaitable;

namespace Coroutines.Exercises;

[Exercise(6)]
public sealed class TasksTests
{
    private readonly Lab _lab = new();

    [TearDown]
    public void Close() => _lab.Dispose();

    [Test, Order(1)]
    public void OneAfterTheOther_OfTwoSleepers_TakesTheSumOfTheirTimes()
    {
        const string LookAt = "Each RunUntilComplete returns when its coroutine has ended, so B has not begun before.";
        Explained.Run(
            () => _lab.Run(() =>
            {
                Tasks.OneAfterTheOther(_lab.Scheduler, Nap("A", 1.0), Nap("B", 1.0));
                return 0;
            }),
            LookAt);

        _lab.Printout.ShouldRead(["0.0 s  A sleeps", "1.0 s  A wakes", "1.0 s  B sleeps", "2.0 s  B wakes"], LookAt);
    }

    [Test, Order(2)]
    public void SideBySide_OfTwoSleepers_TakesTheTimeOfOne()
    {
        _lab.Run(RunSideBySide(1.0, 1.0));

        _lab.Printout.ShouldReadByTime(
            ["0.0 s  A sleeps", "0.0 s  B sleeps", "1.0 s  A wakes", "1.0 s  B wakes", "1.0 s  both have ended"],
            "Both have to be under way before you await the first one: then both sleep during the same second.");
    }

    [Test, Order(3)]
    public void SideBySide_WithALongerFirst_EndsWithTheFirst()
    {
        _lab.Run(RunSideBySide(3.0, 1.0));

        _lab.Printout.ShouldReadByTime(
            ["0.0 s  A sleeps", "0.0 s  B sleeps", "1.0 s  B wakes", "3.0 s  A wakes", "3.0 s  both have ended"],
            "A sleeps longer than B. SideBySide may end only when both have ended.");
    }

    [Test, Order(4)]
    public void SideBySide_WithALongerSecond_EndsWithTheSecond()
    {
        _lab.Run(RunSideBySide(1.0, 3.0));

        _lab.Printout.ShouldReadByTime(
            ["0.0 s  A sleeps", "0.0 s  B sleeps", "1.0 s  A wakes", "3.0 s  B wakes", "3.0 s  both have ended"],
            "B sleeps longer than A. SideBySide may end only when both have ended.");
    }

    private IEnumerator<Awaitable> RunSideBySide(double first, double second)
    {
        yield return Await(Tasks.SideBySide(Nap("A", first), Nap("B", second)));
        _lab.Print("both have ended");
    }

    private IEnumerator<Awaitable> Nap(string name, double seconds)
    {
        _lab.Print($"{name} sleeps");
        yield return Sleep(seconds);
        _lab.Print($"{name} wakes");
    }
}
