using System.Runtime.CompilerServices;

namespace Coroutines;

/// <summary>A future that is made of others, its children, and hands a cancel on to them.</summary>
internal abstract class ParentFuture<TResult>(Scheduler scheduler, Future?[] children) : Future<TResult>(scheduler)
{
    private bool _isCancelling;
    private bool _isOneLeft;

    /// <summary>The children in the order of the arguments; null for one that has not been started.</summary>
    private protected Future?[] Children { get; } = children;

    /// <summary>Whether a cancel has reached a child.</summary>
    private protected bool IsCancelRequested { get; private set; }

    private protected Scheduler Scheduler => Owner!;

    internal override IReadOnlyList<Future?> Needs => Children;

    internal override bool HandsCancelsOn => true;

    // Known from the last cancel: to look again at every cancel that comes would make a long way of many short ones.
    internal override bool CanBeCancelledAgain => !IsDone && _isOneLeft;

    // Down to all children, which is where it is up to them. The end comes when they have ended.
    private protected override bool CancelCore(string? message)
    {
        if (_isCancelling)
        {
            // A child awaits this future: a ring, which nothing but a cancel can open (asyncio recurses until it fails).
            CompleteWithFault(new CancelledException(message));
            return true;
        }

        CancelPass pass = CancelPass.Start(Scheduler.Tasks);
        try
        {
            int place = pass.Count;
            if (!pass.TryEnter(this, message, out _))
            {
                return CanBeCancelledAgain;
            }

            bool hasReached = GoDown(message);
            pass.Leave(place, place + 1);
            return hasReached;
        }
        finally
        {
            pass.End();
        }
    }

    // As in asyncio: unlike with other futures, its exception has not been seen by that.
    private protected override void CancelTooLate()
    {
    }

    /// <summary>Cancels those that are not done, in the order of the arguments.</summary>
    /// <returns>Whether there was one.</returns>
    private protected bool CancelChildren(string? message)
    {
        bool hasReached = false;
        CancelPass pass = CancelPass.Start(Scheduler.Tasks);
        try
        {
            foreach (Future? child in Children)
            {
                hasReached |= child is not null && child.Cancel(message);
            }
        }
        finally
        {
            pass.End();
        }

        return hasReached;
    }

    private bool GoDown(string? message)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            // Futures of futures of futures: the cancel goes on from the loop.
            Scheduler.Ready.Enqueue(new PostedAction(() => Cancel(message)));
            _isOneLeft = true;
            return true;
        }

        _isCancelling = true;
        bool hasReached = CancelChildren(message);
        _isCancelling = false;
        _isOneLeft = Array.Exists(Children, static child => child is { CanBeCancelledAgain: true });
        IsCancelRequested |= hasReached;
        return hasReached;
    }
}
