namespace Coroutines;

/// <summary>What sort of thing a task waits for.</summary>
internal static class WaitSort
{
    /// <summary>The sort of what a task waits for, which is not done.</summary>
    /// <param name="task">The task.</param>
    /// <param name="on">The thing itself, if it can be told from others of its sort; else null.</param>
    internal static WaitKind Of(CoTask task, out AwaitableSource? on)
    {
        if (task.State == FutureState.Waiting)
        {
            return OfAwaited(task, out on);
        }

        on = null;
        return task.Scheduler.Loop.YieldsToNextFrame ? WaitKind.Frame : WaitKind.Yield;
    }

    private static WaitKind OfAwaited(CoTask task, out AwaitableSource? on)
    {
        on = task.Awaited as AwaitableSource;
        return on switch
        {
            null => WaitKind.Sleep,
            CoTask => WaitKind.Task,
            Future => WaitKind.Future,
            Waiter { Queue.Owner: { } owner } => owner is OpenLine or ServerLine or ProcessLine ? WaitKind.InputOutput : WaitKind.Primitive,
            SocketWait => WaitKind.InputOutput,
            TimedWait => WaitKind.Sleep,
            _ => WaitKind.Other,
        };
    }
}
