using static Coroutines.Awaitable;

namespace Coroutines.Tests.Running;

/// <summary>A dispose that is refused or interrupted loses no task.</summary>
public sealed class DisturbedDisposeTests
{
    private readonly List<string> _log = [];

    [Test]
    public void Dispose_WithTasksInsideAnotherRun_IsRefusedAndLosesNothing()
    {
        var inner = new Scheduler();
        inner.CreateTask(Guarded());
        inner.Tick(0);
        IEnumerator<Awaitable> Main()
        {
            Should.Throw<InvalidOperationException>(inner.Dispose).Message.ShouldContain("Main");
            yield break;
        }

        Scheduler.Run(Main());

        inner.IsDisposed.ShouldBeFalse();
        inner.AllTasks().Count.ShouldBe(1);
        inner.Dispose();
        _log.ShouldBe(["closed"]);
    }

    [Test]
    public void Dispose_InterruptedByCtrlC_StillClosesTheOtherTasks()
    {
        var scheduler = new Scheduler();
        IEnumerator<Awaitable> Interrupting()
        {
            try
            {
                yield return Sleep(1);
            }
            finally
            {
                Interrupt();
            }
        }

        scheduler.CreateTask(Interrupting());
        scheduler.CreateTask(Guarded());
        scheduler.Tick(0);

        Should.Throw<KeyboardInterruptException>(scheduler.Dispose);

        _log.ShouldBe(["closed"]);
        scheduler.IsDisposed.ShouldBeTrue();
    }

    // As Ctrl-C would; a step that ends by it leaves the loop.
    private static void Interrupt() => throw new KeyboardInterruptException();

    private IEnumerator<Awaitable> Guarded()
    {
        try
        {
            yield return Sleep(1);
        }
        finally
        {
            _log.Add("closed");
        }
    }
}
