namespace Coroutines;

/// <summary>The future that <c>Shield</c> returns: ends as the inner one does, and keeps cancels from it.</summary>
/// <remarks>
/// In asyncio there are two callbacks, one on each future. Here the one object is queued in the place of either: for the
/// inner one's end it ends likewise; after its own end it stops to listen.
/// </remarks>
internal sealed class ShieldFuture<T>(Scheduler scheduler, Future inner, Func<Future, T> result)
    : Future<T>(scheduler), ILeavingWaiter, IRunnable, IShield
{
    public bool HasLeft { get; private set; }

    public int Depth { get; } = inner is IShield { IsNamed: false } shield ? shield.Depth + 1 : 1;

    public Future Core { get; } = inner is IShield { IsNamed: false } shield ? shield.Core : inner;

    public bool IsNamed => DetailsOrNull?.Name is not null;

    public void OnDone(Future future)
    {
        if (!HasLeft)
        {
            Owner!.Ready.Enqueue(this);
        }
    }

    public void Run()
    {
        if (!inner.IsDone)
        {
            // Cancelled; what the inner one fails with later is not seen by anybody here (rule 25).
            HasLeft = true;
            inner.Forget(this);
        }
        else if (IsDone)
        {
            // Too late: the inner one has ended while this was being cancelled.
            inner.TakeFault();
        }
        else
        {
            EndAsInner();
            Owner!.Loop.PassIteration();
        }
    }

    internal override IReadOnlyList<Future?> Needs => [inner];

    internal override string Describe() => IsNamed
        ? base.Describe()
        : $"{(Depth == 1 ? "a shield" : $"{Depth} shields")} around {Core.Describe()}";

    private protected override bool CancelCore(string? message)
    {
        Owner!.Ready.Enqueue(this);
        return base.CancelCore(message);
    }

    private void EndAsInner()
    {
        switch (inner.TakeFault())
        {
            case null:
                SetResult(result(inner));
                break;
            case { } when inner.IsCancelled:
                base.CancelCore(null);
                break;
            case { } fault:
                SetException(fault);
                break;
        }
    }
}
