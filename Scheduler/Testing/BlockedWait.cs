namespace Coroutines.Testing;

/// <summary>One task's wait until every other task waits.</summary>
internal sealed class BlockedWait : Suspension
{
    private bool _isUsed;

    internal override Awaitable Begin(CoTask task, long argument)
    {
        if (_isUsed)
        {
            return Awaitable.Misuse("awaits the same AllBlocked a second time. Make a new one for each wait.");
        }

        _isUsed = true;
        BlockedWatch.Of(task.Scheduler).Add(task, this);
        return Suspended();
    }

    internal override void Abandon(CoTask task) => BlockedWatch.Of(task.Scheduler).Remove(this);

    internal override string Describe() => "waiting until all others are blocked";
}
