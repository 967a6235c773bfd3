using Coroutines.Testing;

namespace Coroutines;

public sealed partial class Scheduler
{
    /// <summary>The harness of the test that runs on it, if there is one.</summary>
    internal TestScheduler? Harness { get; set; }

    /// <summary>What wakes those who wait until everything else does.</summary>
    internal BlockedWatch BlockedWatch => field ??= new BlockedWatch(this);

    /// <summary>Whether there is something to run without moving the clock.</summary>
    internal bool HasReadyWork => _ready.Count > 0 || _inbox.HasItems || _timers.NextDeadline() <= _clock.Now;

    /// <summary>The earliest deadline, or positive infinity.</summary>
    internal double NextTimer => _timers.NextDeadline();

    /// <summary>The callbacks of <c>CallLater</c> and <c>CallAt</c> that are set, the earliest first.</summary>
    internal IReadOnlyList<TimerHandle> PendingCallbacks() =>
        [.. _timers.Pending().Select(timer => timer.Target).OfType<TimerHandle>().OrderBy(handle => handle.When)];

    /// <summary>What each unfinished task waits for, in the order in which they were made.</summary>
    internal IEnumerable<(CoTask Task, string Wait)> PendingTasks()
    {
        Dictionary<CoTask, string> waits = DescribeWaits();
        return AllTasks().Select(task => (task, waits.GetValueOrDefault(task) ?? task.DescribeWait()));
    }

    /// <summary>The phase that a task has just begun to wait for; null if that is none, or the update, as for a bare yield.</summary>
    internal FramePhase? PhaseJoinedBy(CoTask task) => Array.Find(
        _phases, slot => slot != _update && slot.Queue.Count > 0 && ReferenceEquals(slot.Queue[slot.Queue.Count - 1], task))?.Phase;

    /// <summary>
    /// Runs what is ready, without moving the clock. In a game loop, those who wait for a frame or a phase go on waiting.
    /// </summary>
    /// <param name="iterations">How many iterations that may take.</param>
    internal void RunReadyWork(int iterations)
    {
        for (; iterations > 0 && HasReadyWork; iterations--)
        {
            if (YieldsToNextFrame)
            {
                IterateBetweenFrames();
            }
            else
            {
                IterateOnce();
            }
        }
    }

    /// <summary>Runs one iteration, without waiting for anything.</summary>
    internal void IterateOnce()
    {
        // Before the stop is asked for, which would end the run that goes on.
        VerifyMayEnter(nameof(RunForever));
        Stop();
        RunForever();
    }

    private void IterateBetweenFrames()
    {
        Enter(nameof(Tick));
        try
        {
            RunIteration(mayWait: false, isGuarded: true);
            ThrowIfInterrupted();
        }
        finally
        {
            _isStopping = false;
            Leave();
        }
    }
}
