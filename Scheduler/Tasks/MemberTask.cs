namespace Coroutines;

/// <summary>A task that was started into a group. The others don't pay for what it has to know.</summary>
internal sealed class MemberTask : CoTask
{
    private Membership _membership;

    internal MemberTask(TaskDomain domain, IEnumerator<Awaitable> coroutine, string? name, ExecutionContext? context)
        : base(domain.Scheduler, coroutine, name, context)
    {
        _membership = new Membership(domain);
        Attention |= TaskAttention.InDomain;
    }

    internal override ref Membership Membership => ref _membership;
}
