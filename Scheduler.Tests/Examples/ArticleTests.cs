namespace Coroutines.Tests.Examples;

/// <summary>What the Python originals print, and how long they take.</summary>
internal sealed class ArticleTests
{
    [Test]
    public void Hello_PrintsBothHalvesASecondApart() =>
        ExampleRun.OnVirtualTime("hello").Lines.ShouldBe(["Hello ...", "...world!", "took 1.00 s"]);

    [Test]
    public void Sequential_TakesTwoSeconds() =>
        ExampleRun.OnVirtualTime("sequential").Lines.ShouldBe(["Hello ...!", "...world!", "Hello ...?", "...world?", "took 2.00 s"]);

    [TestCase("concurrent")]
    [TestCase("order")]
    public void TwoTasks_TakeOneSecond_InWhicheverOrderTheyAreAwaited(string name) =>
        ExampleRun.OnVirtualTime(name).Lines.ShouldBe(["Hello ...!", "Hello ...?", "...world!", "...world?", "took 1.00 s"]);

    [Test]
    public void Task_TakesOneSecond() =>
        ExampleRun.OnVirtualTime("task").Lines.ShouldBe(["Hello...", "...world!", "took 1.00 s"]);

    [Test]
    public void Forgotten_PrintsNothingOfTheCoroutine() =>
        ExampleRun.OnVirtualTime("forgotten").Lines.ShouldBe(["SayHello was called, and nothing was printed.", "took 0.00 s"]);

    // It blocks the thread, which no clock can shorten.
    [Test]
    [Category("RealTime")]
    public void Blocking_TakesASecondOfEverybodysTime()
    {
        string[] lines = ExampleRun.OnRealTime("blocking").Lines;

        lines[..2].ShouldBe(["Hello ...", "...world!"]);
        double.Parse(lines[2]["took ".Length..^" s".Length]).ShouldBeGreaterThanOrEqualTo(1.0);
    }
}
