namespace Coroutines;

/// <inheritdoc cref="MemberTask"/>
internal sealed class MemberTask<T> : CoTask<T>
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
