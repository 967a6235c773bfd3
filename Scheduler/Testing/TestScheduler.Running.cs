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

        if (_guard.Liveness.Violation is { } violation)
        {
            RunToCancelledEnd(task);
            throw violation;
        }

        if (_guard.Verdict is { } verdict)
        {
            // Where a step that was interrupted stood, for instance.
            Exception? fault = task.TakeFault();
            RunToCancelledEnd(task);
            throw new TimeoutException($"{name} {verdict}", fault);
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
        _guard.Start(_options);
        Vary(true);
        RealTimeWatch? watch = Debugger.IsAttached || double.IsPositiveInfinity(_options.RealTimeout.Seconds)
            ? null
            : new RealTimeWatch(_options, _guard);
        try
        {
            Scheduler.RunForever();
        }
        catch (ThreadInterruptedException) when (watch is { HasInterrupted: true })
        {
            // It has come out of a wait of the loop's own: the step that was meant had just ended.
            _guard.StopInRealTime();
        }
        finally
        {
            watch?.Dispose();
            if (watch is { HasInterrupted: true } || (watch is { HasExpired: true } && !task.IsDone))
            {
                _guard.StopInRealTime();
            }

            Vary(false);
            _guard.End();
            end.Leave();
            task.Forget(end);
        }
    }

    private void Vary(bool isRunToEnd)
    {
        if (Variation is not null)
        {
            Variation.IsRunToEnd = isRunToEnd;
        }
    }
}
