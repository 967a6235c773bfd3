namespace Coroutines;

/// <summary>What the tasks of a scheduler, and what they wait for, are known by in its recordings.</summary>
internal sealed class TraceTags(Scheduler scheduler)
{
    // What has no number, as there is nothing to tell one from another.
    private static readonly TraceTag _socket = new(0, "a socket");
    private static readonly TraceTag _other = new(0, "something else");

    internal TraceTag Of(CoTask task) => task.Tag ?? Make(task);

    /// <summary>Of what a task waits for; null where its sort says it all.</summary>
    internal TraceTag? Of(AwaitableSource source) => source switch
    {
        TimedWait => null,
        CoTask task => Of(task),
        Future future => future.Tag ??= Make(future.Describe()),
        Waiter { Queue.Owner: { } owner } => owner.Tag ??= Make(owner.Describe()),
        SocketWait => _socket,
        _ => _other,
    };

    /// <summary>How a step has left its task.</summary>
    /// <param name="task">The task; null for a callback.</param>
    /// <param name="wait">For what it waits.</param>
    /// <param name="on">The same by name, where its sort does not say it all.</param>
    internal StepEnd EndOf(CoTask? task, out WaitKind wait, out TraceTag? on)
    {
        wait = WaitKind.None;
        on = null;
        if (task is null)
        {
            return default;
        }

        if (task.IsDone)
        {
            return EndOf(task, Of(task));
        }

        wait = WaitSort.Of(task, out AwaitableSource? source);
        if (source is not null)
        {
            on = Of(source);
        }

        return StepEnd.Waits;
    }

    // With what it has failed stays with its tag.
    private static StepEnd EndOf(CoTask task, TraceTag tag)
    {
        tag.Name = task.Name;
        switch (task.PeekFault())
        {
            case null:
                return StepEnd.Done;
            case CancelledException:
                return StepEnd.Cancelled;
            case { } fault:
                tag.Fault = fault.GetLogicalStack() is { } stack ? $"{ExceptionText.Line(fault)}\n{stack}" : ExceptionText.Line(fault);
                return StepEnd.Failed;
        }
    }

    private TraceTag Make(CoTask task)
    {
        TraceTag tag = Make(task.Name);
        tag.Group = task.Domain?.Describe();
        tag.Coroutine = task.CoroutineName;
        return task.Tag = tag;
    }

    private TraceTag Make(string name) => new(scheduler.Tasks.NextTag(), name);
}
