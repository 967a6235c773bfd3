namespace Coroutines;

/// <summary>A task's wait for a deadline, for one wait after another.</summary>
internal abstract class TimedWait : Suspension, ITimed
{
    private CoTask? _task;
    private Timeline? _timeline;

    public long TimerToken { get; set; }

    /// <summary>Whether a task waits on it.</summary>
    internal bool IsAwaited => _task is not null;

    /// <summary>Whether a task waits on it, or the item of one that no longer does is still queued.</summary>
    internal bool IsInUse { get; private set; }

    internal override Awaitable Begin(CoTask task, long argument) =>
        throw new NotSupportedException("A timed wait is begun by what a coroutine yields.");

    /// <summary>Has a task wait.</summary>
    /// <param name="task">The task.</param>
    /// <param name="timeline">What the deadline is measured by.</param>
    /// <param name="when">The deadline.</param>
    internal Awaitable Begin(CoTask task, Timeline timeline, double when)
    {
        _task = task;
        _timeline = timeline;
        IsInUse = true;
        timeline.Add(when, this);
        return Suspended();
    }

    internal override void Abandon(CoTask task)
    {
        _task = null;
        if (TimerToken != 0)
        {
            _timeline!.Cancel(this);
            TimerToken = 0;
            Free();
        }
    }

    void IRunnable.Run()
    {
        if (_task is { } task)
        {
            _task = null;
            Reach();
            task.Wake(null);
        }

        Free();
    }

    /// <summary>The deadline has come, and the task is about to go on.</summary>
    private protected virtual void Reach()
    {
    }

    /// <summary>Nobody waits on it any more, and it is queued nowhere: it is free for another wait.</summary>
    private protected virtual void Free() => IsInUse = false;
}
