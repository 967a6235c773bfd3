namespace Coroutines;

/// <summary>The future that <c>Gather</c> returns: done when all its children are, or when the first of them fails.</summary>
/// <remarks>
/// In asyncio each child has a callback, which runs in the iteration after the child is done. Here one object stands for
/// all of them, and is queued only where the callback has something to do, in the very place of that callback: for the
/// first failure, and for the last child. A child that is given twice counts twice, and comes to the same.
/// </remarks>
internal sealed class GatherFuture<TResult> : ParentFuture<TResult>, IFutureWaiter, IRunnable
{
    private readonly bool _collectsOutcomes;
    private readonly Func<Future[], TResult> _collect;
    private int _unfinished;
    private int _queued;
    private Exception? _fault;

    /// <param name="scheduler">The scheduler.</param>
    /// <param name="children">What it waits for.</param>
    /// <param name="collectsOutcomes">Whether a failure is an outcome like a result; else it fails at once.</param>
    /// <param name="collect">Makes the result of the children, once all are done.</param>
    internal GatherFuture(Scheduler scheduler, Future[] children, bool collectsOutcomes, Func<Future[], TResult> collect)
        : base(scheduler, children)
    {
        _collectsOutcomes = collectsOutcomes;
        _collect = collect;
        _unfinished = children.Length;
        foreach (Future child in children)
        {
            if (child.IsDone)
            {
                Count(child);
            }
            else
            {
                child.AddWaiter(this);
            }
        }

        // What is done needs no callback: a gather of nothing else costs no iteration.
        React();
    }

    public void OnDone(Future future)
    {
        bool isEvent = Count(future);
        if (isEvent && !IsDone)
        {
            _queued++;
            Scheduler.Ready.Enqueue(this);
        }
        else
        {
            Scheduler.Loop.PassIteration();
        }
    }

    public void Run()
    {
        _queued--;
        React();
    }

    internal override string Describe() => DetailsOrNull?.Name is null
        ? $"a gather of {Children.Length}, {_unfinished} of them not done"
        : base.Describe();

    /// <summary>
    /// Takes note that a child is done. Its exception counts as seen, however late it comes; but where outcomes are collected,
    /// not before there are all of them.
    /// </summary>
    /// <returns>Whether there is something to do about it.</returns>
    private bool Count(Future child)
    {
        _unfinished--;
        if (_collectsOutcomes)
        {
            if (child.HasFault)
            {
                child.AnnounceLook();
            }
        }
        else if (child.TakeFault() is { } fault && _fault is null)
        {
            _fault = fault;
            return true;
        }

        return _unfinished == 0;
    }

    private void React()
    {
        if (IsDone)
        {
            return;
        }

        if (_fault is not null)
        {
            // The other children go on.
            CompleteWithFault(_fault);
        }
        else if (_unfinished == 0 && _queued == 0)
        {
            End();
        }
    }

    private void End()
    {
        if (IsCancelRequested)
        {
            // Even if every child has swallowed the cancel (rule 26).
            _ = _collect(Children!);
            Future last = Children[^1]!;
            CompleteWithFault(last.PeekFault() as CancelledException ?? new CancelledException(last.RememberedMessage));
        }
        else
        {
            SetResult(_collect(Children!));
        }
    }
}
