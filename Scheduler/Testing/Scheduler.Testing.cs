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

    /// <summary>Runs one iteration, without waiting for anything.</summary>
    internal void IterateOnce()
    {
        // Before the stop is asked for, which would end the run that goes on.
        VerifyMayEnter(nameof(RunForever));
        Stop();
        RunForever();
    }
}
