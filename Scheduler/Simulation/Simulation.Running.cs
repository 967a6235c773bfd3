using System.Runtime.ExceptionServices;
using static Coroutines.Awaitable;

namespace Coroutines.Testing;

public sealed partial class Simulation
{
    // What the run that is under way waits for; null between runs.
    private Future? _end;
    private ExceptionDispatchInfo? _failure;

    // What the run waits for that waits for the mains; null for none.
    private Future? _mainsChanged;

    /// <summary>Runs a script from start to end, outside of all hosts; they run meanwhile, and stand still afterwards.</summary>
    /// <param name="script">The script. It may connect to hosts too, over links that never fail. A value that it returns is dropped.</param>
    /// <remarks>What the script throws is thrown. So is what the main of a host has failed with: the script is cancelled then.</remarks>
    /// <exception cref="ArgumentNullException"><paramref name="script"/> is null.</exception>
    /// <exception cref="DeadlockException">Nothing can ever happen any more.</exception>
    /// <exception cref="InvalidOperationException">It is running already, or another scheduler runs on this thread.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public void Run(IEnumerator<Awaitable> script)
    {
        ThrowHelper.IfNullCoroutine(script, nameof(script));
        VerifyMayRun();
        RunUntilDone(Scheduler.CreateTask(script, Coroutine.NameOf(script)));
    }

    /// <summary>Runs for so long.</summary>
    /// <param name="seconds">How long, in seconds of virtual time.</param>
    /// <remarks>What the main of a host has failed with is thrown.</remarks>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="seconds"/> is negative or not finite.</exception>
    /// <exception cref="InvalidOperationException">It is running already, or another scheduler runs on this thread.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public void Run(double seconds)
    {
        if (!(seconds >= 0) || double.IsInfinity(seconds))
        {
            throw new ArgumentOutOfRangeException(nameof(seconds), seconds, "A simulation runs for a finite number of seconds, 0 or more.");
        }

        VerifyMayRun();
        RunUntilDone(Scheduler.CreateTask(Wait(seconds), $"run of {SecondsText.Of(seconds)} s"));
    }

    /// <inheritdoc cref="Run(double)"/>
    /// <param name="time">How long, in virtual time.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="time"/> is negative or infinite.</exception>
    public void Run(TimeSpan time) => Run(Duration.SecondsOf(time));

    /// <summary>Runs until the mains of all hosts have ended that are up, or that the seed will restart.</summary>
    /// <remarks>What the main of a host has failed with is thrown.</remarks>
    /// <exception cref="DeadlockException">Nothing can ever happen any more.</exception>
    /// <exception cref="InvalidOperationException">It is running already, or another scheduler runs on this thread.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public void Run()
    {
        VerifyMayRun();
        RunUntilDone(Scheduler.CreateTask(WaitForMains(), "run until all mains have ended"));
    }

    /// <summary>Ends the faults that come from the seed: there are no more, and those that last are mended. What a script has done stays.</summary>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public void EndFaults()
    {
        VerifyUsable();
        _faults.End();
    }

    /// <summary>A main has ended, or its host has gone down.</summary>
    internal void NoteMains() => Complete(_mainsChanged);

    /// <summary>The main of a host has failed, and so does the run.</summary>
    internal void FailRun(Exception exception)
    {
        _failure ??= ExceptionDispatchInfo.Capture(exception);
        Complete(_end);
    }

    private static IEnumerator<Awaitable> Wait(double seconds)
    {
        yield return Sleep(seconds);
    }

    private IEnumerator<Awaitable> WaitForMains()
    {
        while (_hosts.Exists(host => host.IsMainRunning || _faults.WillRestart(host)))
        {
            _mainsChanged = new Future(Scheduler) { Name = "end of a main" };
            yield return _mainsChanged;
        }
    }

    private void RunUntilDone(CoTask goal)
    {
        _faults.Begin();
        var end = new Future(Scheduler) { Name = "end of the run" };
        _end = end;
        goal.AnnounceLook();
        goal.AddDoneCallback(_ => Complete(end));
        try
        {
            Scheduler.RunUntilDone(end);
        }
        finally
        {
            _end = null;
            if (!goal.IsDone)
            {
                goal.WithdrawLook();
                goal.Cancel("The run of the simulation has ended.");
            }
        }

        ExceptionDispatchInfo? failure = _failure;
        _failure = null;
        failure?.Throw();
        _ = goal.Result;
    }

    private static void Complete(Future? future)
    {
        if (future is { IsDone: false })
        {
            future.SetResult();
        }
    }

    private void VerifyMayRun()
    {
        VerifyUsable();
        VerifyNotRunning(nameof(Run));
        Scheduler.VerifyMayRun();
    }

    private void VerifyNotRunning(string operation)
    {
        if (Scheduler.IsRunning)
        {
            throw new InvalidOperationException(
                $"{operation} was called while the simulation runs. Inside of it, yield return what is to be waited for, such as Sleep(…), or add a host.");
        }
    }
}
