namespace Coroutines;

/// <summary>A coroutine has disposed a process that still runs: its frame does not end before that has ended.</summary>
internal sealed class ProcessExit : IScope
{
    private readonly CoroutineFrame _frame;
    private readonly ProcessLine _line;

    /// <param name="frame">The frame of the coroutine, which may be closing.</param>
    /// <param name="line">Where the end of the process is waited for.</param>
    internal ProcessExit(CoroutineFrame frame, ProcessLine line)
    {
        _frame = frame;
        _line = line;
        frame.AddScope(this);
    }

    IScope? IScope.Outer { get; set; }

    IScope? IScope.Inner { get; set; }

    // The frame keeps the exception in flight; a cancel that comes meanwhile takes its place, and gives up the wait.
    Awaitable IScope.Exit(CoTask task, Exception? fault) => new(_line.Queue);

    void IScope.Abandon()
    {
        // The scheduler ends, and sees to it.
    }

    /// <summary>It has ended: the frame need not know it any more.</summary>
    internal void End() => _frame.RemoveScope(this);
}
