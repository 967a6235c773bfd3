using System.Diagnostics;

namespace Coroutines;

/// <summary>A block with a deadline: asyncio's <c>Timeout</c>, made by <c>Timeout</c> or <c>TimeoutAt</c>.</summary>
/// <remarks>
/// <para><c>using (Timeout(1.0)) { … yield return …; }</c>: when the time has come, the task is cancelled, and its frame
/// leaves with a <see cref="TimeoutException"/> in place of that cancel. It is open from the call that makes it until it
/// is disposed or its coroutine ends, and leaves nothing behind.</para>
/// <para>The cancel comes in the iteration in which the deadline has come; a coroutine that waits is left in the next.</para>
/// <para>As in asyncio: a block that does not suspend meets no deadline. One that swallows the cancel goes on without an
/// error, and <see cref="IsExpired"/> tells. Another exception passes as it is, and so does a cancel that somebody else has
/// asked for as well (rules 19 to 23).</para>
/// <para>A coroutine that is left ends its timeouts before its <c>finally</c> blocks run: what they throw is no affair of the
/// timeout's, and what they wait for, in a <c>Defer</c>, has no deadline.</para>
/// </remarks>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class CoTimeout : IDisposable, IScope, ITimeLimit, ITimed
{
    private readonly CoTask _task;
    private readonly CoroutineFrame? _frame;
    private readonly int _cancelling;
    private Phase _phase;
    private bool _isArmed;

    // Items of this in the ready queue that were cancelled; they stand before the one that counts.
    private int _voidItems;
    private long _timerToken;

    // NaN for none.
    private double _when;

    /// <param name="task">The task that it cancels.</param>
    /// <param name="frame">The frame that it ends with; null for one who calls <see cref="Leave"/> in any case.</param>
    /// <param name="when">The deadline.</param>
    /// <param name="now">The time: to read the clock costs more than all the rest.</param>
    internal CoTimeout(CoTask task, CoroutineFrame? frame, double? when, double now)
    {
        _task = task;
        _frame = frame;
        _cancelling = task.Cancelling;
        frame?.AddScope(this);
        Arm(when, now);
    }

    private enum Phase : byte
    {
        Open,
        Expiring,
        Expired,
        Closed,
    }

    /// <summary>
    /// The deadline, in seconds of <see cref="Scheduler.Time"/> (of the group's time, for a task of a group, see
    /// <see cref="Awaitable.Now"/>); null for none: asyncio's <c>when()</c>.
    /// </summary>
    public double? When
    {
        get => double.IsNaN(_when) ? null : _when;
        private set => _when = value ?? double.NaN;
    }

    /// <summary>Whether the deadline has passed while the block was open: asyncio's <c>expired()</c>.</summary>
    public bool IsExpired => _phase is Phase.Expiring or Phase.Expired;

    IScope? IScope.Outer { get; set; }

    IScope? IScope.Inner { get; set; }

    long ITimed.TimerToken
    {
        get => _timerToken;
        set => _timerToken = value;
    }

    /// <summary>Moves the deadline: asyncio's <c>reschedule(when)</c>.</summary>
    /// <param name="when">
    /// The new one, in the same time as <see cref="When"/>; one that has passed is due in the next iteration. Null lifts
    /// the deadline.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="when"/> is NaN.</exception>
    /// <exception cref="InvalidOperationException">
    /// It has expired, or its block has ended; or the scheduler runs on another thread.
    /// </exception>
    public void Reschedule(double? when)
    {
        ThrowHelper.IfNaN(when ?? 0, nameof(when));
        _task.Scheduler.VerifyThread();
        if (_phase != Phase.Open)
        {
            throw new InvalidOperationException(
                $"The {Describe()} {(IsExpired ? "has expired" : "is closed: its block has ended")}, and cannot be rescheduled. Open a new one with Timeout(…).");
        }

        Disarm();
        Arm(when, _task.Now);
    }

    /// <summary>Ends the block. Does nothing if it has ended already.</summary>
    /// <exception cref="InvalidOperationException">The scheduler runs on another thread.</exception>
    public void Dispose()
    {
        _task.Scheduler.VerifyThread();
        if (_phase is Phase.Closed or Phase.Expired)
        {
            return;
        }

        _frame?.RemoveScope(this);
        if (Unwinding.InFlight is { } inFlight && CoTask.Current == _task)
        {
            Unwinding.Replace(Leave(inFlight)!);
        }
        else
        {
            Leave(null);
        }
    }

    /// <summary>Deadline and state, for reports.</summary>
    /// <returns>For example <c>timeout at 1.5 s of Fetch (task 'Task-2') (Open)</c>.</returns>
    public override string ToString() => $"{Describe()} ({_phase})";

    /// <summary>The block has ended.</summary>
    /// <param name="fault">What leaves it: the exception in flight.</param>
    /// <returns>What that has become.</returns>
    internal Exception? Leave(Exception? fault)
    {
        Disarm();
        if (_phase != Phase.Expiring)
        {
            _phase = Phase.Closed;
            return fault;
        }

        _phase = Phase.Expired;
        if (_task.Uncancel() > _cancelling)
        {
            // Somebody else has asked for a cancel as well.
            return fault;
        }

        switch (fault)
        {
            case null:
                return null;
            case CancelledException cancel:
                return TurnIntoTimeout(cancel);
            case AggregateException group:
                foreach (Exception error in group.InnerExceptions)
                {
                    Replacement.TurnReplacedCancel(error, TurnIntoTimeout);
                }

                break;
        }

        Replacement.TurnReplacedCancel(fault, TurnIntoTimeout);
        return fault;
    }

    Awaitable IScope.Exit(CoTask task, Exception? fault) =>
        Leave(fault) is { } left ? Awaitable.Failure(left) : Frame.Completed;

    void IScope.Abandon() => Leave(null);

    void IRunnable.Run()
    {
        if (_voidItems > 0)
        {
            _voidItems--;
            _task.Scheduler.Tasks.EndExpiry();
            return;
        }

        _isArmed = false;
        _phase = Phase.Expiring;
        _task.Scheduler.Tasks.Expire(_task);
    }

    private Exception TurnIntoTimeout(CancelledException cancel) =>
        Replacement.Of(cancel, new TimeoutException($"The {Describe()} has expired.", cancel));

    private void Arm(double? when, double now)
    {
        When = when;
        if (when is not < double.PositiveInfinity)
        {
            return;
        }

        _isArmed = true;
        if (when <= now)
        {
            _task.Scheduler.Ready.Enqueue(this);
        }
        else
        {
            _task.Timeline.Add(when.Value, this);
        }
    }

    private void Disarm()
    {
        if (!_isArmed)
        {
            return;
        }

        _isArmed = false;
        if (_timerToken == 0)
        {
            _voidItems++;
        }
        else
        {
            _task.Timeline.Cancel(this);
            _timerToken = 0;
        }
    }

    private string Describe() =>
        $"timeout{(When is { } when ? $" at {SecondsText.Of(when)} s" : string.Empty)} of {_task.DescribeChain()}";
}
