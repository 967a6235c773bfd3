using static Coroutines.Awaitable;

namespace Coroutines.Exercises;

[Exercise(8)]
public sealed class AwaitingTests
{
    private readonly Lab _lab = new();

    [TearDown]
    public void Close() => _lab.Dispose();

    [Test, Order(1)]
    public void Collect_RunsAllSideBySide()
    {
        Collect(Fetch("a", 2.0), Fetch("b", 3.0), Fetch("c", 1.0));

        _lab.Printout.ShouldReadByTime(
            ["0.0 s  fetch a", "0.0 s  fetch b", "0.0 s  fetch c", "1.0 s  got c", "2.0 s  got a", "3.0 s  got b"],
            "They take 2, 3 and 1 seconds. All have to start at 0.0 s: first make all the tasks, then await the first of them.");
        _lab.Scheduler.Time.ShouldBe(3.0, "The longest takes 3 seconds, and then all have ended.");
    }

    [Test, Order(2)]
    public void Collect_ReturnsTheResultsInTheOrderOfTheList()
    {
        Collect(Fetch("a", 3.0), Fetch("b", 1.0), Fetch("c", 2.0))
            .ShouldBe(
                ["page a", "page b", "page c"],
                "b ends first and a last; but the results have to stand in the order in which the coroutines were given.");
    }

    [Test, Order(3)]
    public void Collect_OfNothing_ReturnsAnEmptyArray()
    {
        Collect().ShouldBe([], "No coroutine, no result: an empty string[].");
        _lab.Scheduler.Time.ShouldBe(0.0, "There is nothing to wait for.");
    }

    [Test, Order(4)]
    public void Collect_OfManyAtOnce_TakesTheTimeOfTheLongest()
    {
        string[] names = [.. Enumerable.Range(1, 50).Select(i => $"{i}")];

        string[] pages = Collect([.. names.Select(name => Fetch(name, 1.0))]);

        pages.ShouldBe([.. names.Select(name => $"page {name}")], "There are 50 coroutines this time, each with its result.");
        _lab.Scheduler.Time.ShouldBe(1.0, "50 coroutines sleep for one second each, all during the same second.");
    }

    private string[] Collect(params IEnumerator<Awaitable>[] coroutines) =>
        _lab.Run<string[]>(Awaiting.Collect(coroutines), "Collect returns a string[]: what the coroutines have returned.");

    private IEnumerator<Awaitable> Fetch(string name, double seconds)
    {
        _lab.Print($"fetch {name}");
        yield return Sleep(seconds);
        _lab.Print($"got {name}");
        yield return Return($"page {name}");
    }
}
