namespace Coroutines.Tests.Multicore;

/// <summary>
/// Two loops of a group that a test steps by hand, on its own thread. So whatever two threads may do to each other can be had in each order, and again.
/// </summary>
internal sealed class Pair : IDisposable
{
    private readonly List<string> _log = [];

    internal Pair(int maxCalls = 10)
    {
        A = NewScheduler("a");
        B = NewScheduler("b");
        Group = SchedulerGroup.OfGuests(maxCalls, A, B);
    }

    internal Scheduler A { get; }

    internal Scheduler B { get; }

    internal SchedulerGroup Group { get; }

    /// <summary>The second loop, as the first sees it.</summary>
    internal GroupedScheduler ToB => Group[1];

    internal GroupedScheduler ToA => Group[0];

    internal List<ExceptionContext> Reports { get; } = [];

    internal IReadOnlyList<string> Trace => _log;

    public void Dispose()
    {
        A.Dispose();
        B.Dispose();
    }

    internal void Log(string line) => _log.Add(line);

    /// <summary>Has loops take their turn, each until nothing is ready there: <c>"ab"</c> for a first, and then b.</summary>
    internal void Step(string turns)
    {
        foreach (char turn in turns)
        {
            (turn == 'a' ? A : B).Tick(0);
        }
    }

    internal void ShouldHaveLogged(params string[] lines) => _log.ShouldBe(lines);

    private Scheduler NewScheduler(string name) => new(new SchedulerOptions { Name = name, ExceptionHandler = Reports.Add });
}
