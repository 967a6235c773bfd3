namespace Coroutines;

/// <summary>Tells whom tasks await, through what stands between them: a gather, a shield, a group.</summary>
/// <remarks>
/// What stands between is gone through for the first one who awaits it, and not again for the others: where a thousand tasks await
/// one gather of a thousand, that are a thousand roads and not a million.
/// </remarks>
internal sealed class AwaitedTasks
{
    private readonly HashSet<Future> _opened = [];

    // Those of the opened ones behind which there were tasks.
    private readonly HashSet<Future> _told = [];
    private readonly Stack<Future> _left = new();

    /// <summary>The tasks that one awaits and that are not done, or have failed, each once.</summary>
    /// <param name="task">The one who awaits.</param>
    /// <param name="isToldBefore">Whether it awaits others as well, of whom was told for another one.</param>
    internal List<CoTask> Of(CoTask task, out bool isToldBefore)
    {
        isToldBefore = false;
        var found = new List<CoTask>();
        var between = new List<Future>();
        Open(task);
        while (_left.Count > 0)
        {
            Future next = _left.Pop();
            if (next is CoTask awaited)
            {
                found.Add(awaited);
            }
            else if (_opened.Add(next))
            {
                between.Add(next);
                Open(next);
            }
            else
            {
                isToldBefore |= _told.Contains(next);
            }
        }

        if (found.Count > 0 || isToldBefore)
        {
            _told.UnionWith(between);
        }

        return found.Count > 1 ? [.. found.Distinct()] : found;
    }

    private void Open(Future future)
    {
        IReadOnlyList<Future?> needs = future.Needs;
        for (int i = needs.Count - 1; i >= 0; i--)
        {
            if (needs[i] is { } next && (!next.IsDone || next is CoTask { HasFault: true }))
            {
                _left.Push(next);
            }
        }
    }
}
