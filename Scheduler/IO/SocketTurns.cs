using System.Diagnostics;

namespace Coroutines;

/// <summary>
/// How much may be done with sockets before others have their turn: a peer that sends without pause must keep neither the
/// other coroutines waiting nor a frame from ending.
/// </summary>
/// <remarks>
/// An operation that succeeds at once suspends nobody, so after <see cref="InARow"/> of them the next one waits for an
/// iteration. In a Tick iterations follow each other until nothing is ready; there what all sockets have had together is
/// counted, and when a frame's share is used up, the next operation waits for the next frame, and so do those that stand at
/// the selector. Who waits has taken nothing yet, so a cancel loses nothing. What streams receive is counted with it. The selector
/// is asked by time, too; connections in memory are not, which would make a frame depend on the clock of the machine.
/// </remarks>
internal sealed class SocketTurns
{
    internal const int InARow = 64;
    internal const int OperationsAFrame = 4096;
    internal const int BytesAFrame = 8 * 1024 * 1024;

    // Whose turn it was last: an item of a batch. What it starts eagerly is part of its turn.
    private long _iteration;
    private int _leftInBatch;
    private int _inARow;

    private bool _isInFrame;
    private long _operations;
    private long _bytes;

    // When the selector was first asked in this frame.
    private long? _firstAsked;

    /// <summary>How long the selector is asked again and again in a frame.</summary>
    internal TimeSpan TimeAFrame { get; set; } = TimeSpan.FromMilliseconds(5);

    /// <summary>How often somebody was served so far.</summary>
    internal long ServedCount { get; private set; }

    /// <summary>Whether it is a Tick that runs, or the time between two.</summary>
    internal bool IsInFrame => _isInFrame;

    /// <summary>Whether the sockets have had their share of this frame.</summary>
    internal bool IsFrameUsedUp => _isInFrame && (_operations >= OperationsAFrame || _bytes >= BytesAFrame);

    /// <summary>Whether to ask the selector no more in this frame.</summary>
    internal bool IsFrameOver => IsFrameUsedUp
        || (_isInFrame && _firstAsked is { } first && (Stopwatch.GetTimestamp() - first) / (double)Stopwatch.Frequency >= TimeAFrame.TotalSeconds);

    internal void BeginFrame()
    {
        _isInFrame = true;
        _firstAsked = null;
        _operations = 0;
        _bytes = 0;
    }

    /// <summary>From now on there are no frames.</summary>
    internal void LeaveFrames() => _isInFrame = false;

    /// <summary>The selector is asked.</summary>
    internal void CountAsked()
    {
        if (_isInFrame)
        {
            _firstAsked ??= Stopwatch.GetTimestamp();
        }
    }

    /// <summary>A stream has received something.</summary>
    internal void CountReceived(int bytes)
    {
        ServedCount++;
        _operations++;
        _bytes += bytes;
    }

    /// <summary>So many who stood at the selector can go on.</summary>
    internal void CountWoken(int tasks)
    {
        ServedCount += tasks;
        _operations += tasks;
    }

    /// <summary>An operation has succeeded, or a part of it.</summary>
    internal void Count(Scheduler scheduler, int bytes)
    {
        BeginTurn(scheduler);
        _inARow++;
        _operations++;
        _bytes += bytes;
        ServedCount++;
    }

    /// <summary>Whether an operation has to let others have their turn before it may succeed at once.</summary>
    internal bool IsOver(Scheduler scheduler, out Awaitable pause)
    {
        BeginTurn(scheduler);
        bool isFrameUsedUp = IsFrameUsedUp;
        pause = isFrameUsedUp ? Awaitable.Yield() : Awaitable.NextTurn;
        return isFrameUsedUp || _inARow >= InARow;
    }

    private void BeginTurn(Scheduler scheduler)
    {
        int leftInBatch = scheduler.Loop.LeftInBatch;
        if (_iteration != scheduler.Loop.Iteration || _leftInBatch != leftInBatch)
        {
            _iteration = scheduler.Loop.Iteration;
            _leftInBatch = leftInBatch;
            _inARow = 0;
        }
    }
}
