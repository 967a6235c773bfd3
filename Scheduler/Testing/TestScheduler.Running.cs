using System.Diagnostics;

namespace Coroutines.Testing;

public sealed partial class TestScheduler
{
    private void RunToEnd(CoTask task)
    {
        string name = task.DescribeChain();
        try
        {
            RunGuarded(task);
        }
        catch (DeadlockException)
        {
            RunToCancelledEnd(task);
            throw;
        }
        finally
        {
            _context = task.Context;
        }

        if (_guard.Verdict is { } verdict)
        {
            RunToCancelledEnd(task);
            throw new TimeoutException($"{name} {verdict}");
        }

        if (!task.IsDone)
        {
            throw new InvalidOperationException(
                $"The scheduler was stopped before {name} was done. A test that stops its scheduler cannot be run to its end.");
        }
    }

    // Its finally blocks and what it deferred run, as at any end; one that swallows the cancel, or is stuck once more, is
    // closed when the scheduler ends.
    private void RunToCancelledEnd(CoTask task)
    {
        task.Cancel("The test has failed.");
        try
        {
            RunGuarded(task);
        }
        catch (DeadlockException)
        {
            // The first one is what the test has failed with.
            return;
        }
    }

    /// <summary>Runs until a task is done or a limit is reached.</summary>
    private void RunGuarded(CoTask task)
    {
        var end = new RunEnd(Scheduler);
        task.AddWaiter(end);
        _guard.Begin(_options);
        Timer? watchdog = Debugger.IsAttached
            ? null
            : new Timer(
                _ => Scheduler.CallFromOutside(_guard.ExpireInRealTime), null, DueTime(_options.RealTimeout), Timeout.InfiniteTimeSpan);
        try
        {
            Scheduler.RunForever();
        }
        finally
        {
            watchdog?.Dispose();
            _guard.End();
            end.Leave();
            task.Forget(end);
        }
    }

    // A timer of .NET's takes some fifty days at most; longer means never.
    private static TimeSpan DueTime(Duration duration) =>
        duration.Seconds < int.MaxValue / 1000.0 ? TimeSpan.FromSeconds(duration.Seconds) : Timeout.InfiniteTimeSpan;
}
