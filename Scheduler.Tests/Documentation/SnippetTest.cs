namespace Coroutines.Tests.Documentation;

/// <summary>
/// Tests of the code that the pages show: each snippet is run, and what it prints is compared with what the page says.
/// </summary>
public abstract class SnippetTest
{
    /// <summary>What <c>Console</c> means in a snippet.</summary>
    protected Printout Console { get; private set; } = new();

    [SetUp]
    public void StartPrintout() => Console = new Printout();

    protected static void RunVirtually(IEnumerator<Awaitable> main) =>
        Scheduler.Run(main, new SchedulerOptions { TimeProvider = new VirtualClock() });
}
