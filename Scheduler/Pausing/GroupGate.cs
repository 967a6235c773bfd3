namespace Coroutines;

/// <summary>Where those wait who want a group to be empty.</summary>
internal sealed class GroupGate : SyncPrimitive
{
    private readonly CoGroup _group;

    internal GroupGate(CoGroup group)
        : base(null)
    {
        _group = group;
        group.Domain.Emptied = Queue.WakeAll;
    }

    internal override IReadOnlyList<CoTask> HolderTasks => _group.Tasks;

    private protected override string Kind => _group.Describe();

    private protected override string Condition => $"{_group.Count} tasks";

    internal override string DescribeWait() =>
        $"waiting for the end of {_group.Describe()} ({_group.Count} {(_group.Count == 1 ? "task" : "tasks")})";

    internal Awaitable Wait() => new(Queue);

    internal override bool TryPass(CoTask task, long ticket)
    {
        if (_group.Domain.Contains(task.Domain))
        {
            throw new InvalidOperationException(
                $"{task.DescribeChain()} waits for the end of {_group.Describe()}, to which it belongs itself. Wait for it from outside, or for some of its tasks.");
        }

        if (task.Scheduler != _group.Scheduler)
        {
            throw new InvalidOperationException(
                $"{task.DescribeChain()} waits for the end of {_group.Describe()}, which belongs to another scheduler.");
        }

        return _group.Count == 0;
    }
}
