namespace Coroutines;

/// <summary>Makes the call graph of a task or future.</summary>
internal sealed class CallGraphCapture
{
    private readonly AwaitGraph _awaits;
    private readonly int? _limit;

    // Those that are complete, and, as null, those on the way from the first one to where the capture is.
    private readonly Dictionary<Future, FutureCallGraph?> _made = [];

    private CallGraphCapture(AwaitGraph awaits, int? limit)
    {
        _awaits = awaits;
        _limit = limit;
    }

    /// <param name="future">The task or future.</param>
    /// <param name="functions">What its innermost coroutine has called, and that one itself, where that is known; else null.</param>
    /// <param name="limit">How many entries of each stack are kept.</param>
    internal static FutureCallGraph Make(Future future, IReadOnlyList<FrameCallGraphEntry>? functions, int? limit) =>
        future.Owner is not { } owner
            ? new FutureCallGraph(future, [])
            : owner.Waits.Enquiries.Ask(
                sight => new CallGraphCapture(new AwaitGraph(sight.IsBlind ? [] : owner.Tasks.Look()), limit).Make(future, functions), patience: null);

    private FutureCallGraph Make(Future future, IReadOnlyList<FrameCallGraphEntry>? functions)
    {
        var path = new Stack<(FutureCallGraph Graph, Queue<CoTask> Left)>();
        FutureCallGraph root = Begin(future, functions, path);
        while (path.Count > 0)
        {
            (FutureCallGraph graph, Queue<CoTask> left) = path.Peek();
            if (!left.TryDequeue(out CoTask? awaiter))
            {
                _made[graph.Future] = graph;
                path.Pop();
            }
            else if (!_made.TryGetValue(awaiter, out FutureCallGraph? made))
            {
                graph.Add(Begin(awaiter, null, path));
            }
            else
            {
                graph.Add(made ?? new FutureCallGraph(awaiter, StackOf(awaiter, null)));
            }
        }

        return root;
    }

    private FutureCallGraph Begin(
        Future future, IReadOnlyList<FrameCallGraphEntry>? functions, Stack<(FutureCallGraph Graph, Queue<CoTask> Left)> path)
    {
        var graph = new FutureCallGraph(future, StackOf(future, functions));
        _made.Add(future, null);
        path.Push((graph, new Queue<CoTask>(_awaits.TasksAwaiting(future))));
        return graph;
    }

    private List<FrameCallGraphEntry> StackOf(Future future, IReadOnlyList<FrameCallGraphEntry>? functions)
    {
        var stack = new List<FrameCallGraphEntry>(functions ?? []);
        if (future is CoTask task && _limit != 0)
        {
            int known = functions is null ? 0 : 1;
            stack.AddRange(Enumerable.Reverse(task.CoroutineNames()).Skip(known).Select(static name => new FrameCallGraphEntry(name, isCoroutine: true)));
        }

        return _limit is not { } limit ? stack
            : limit >= 0 ? stack.GetRange(0, Math.Min(limit, stack.Count))
            : stack.GetRange(Math.Max(stack.Count + limit, 0), Math.Min(-limit, stack.Count));
    }
}
