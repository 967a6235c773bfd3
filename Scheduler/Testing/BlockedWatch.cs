using System.Runtime.CompilerServices;

namespace Coroutines.Testing;

/// <summary>Looks, once an iteration, whether all that is left to run are those who wait for just that.</summary>
/// <remarks>
/// It stands in the ready queue itself, at the tail, as long as anybody waits for it. When it comes to run and there is
/// nothing beside it, neither in its batch nor in the queue behind, then every task waits for something. What else there
/// may be (sockets, due timers, posts of other threads) the loop has put into the batch before.
/// </remarks>
internal sealed class BlockedWatch(Scheduler scheduler) : IRunnable
{
    private static readonly ConditionalWeakTable<Scheduler, BlockedWatch> _watches = new();

    private readonly List<(CoTask Task, BlockedWait Wait)> _waiting = [];
    private bool _isQueued;

    /// <summary>That of a scheduler.</summary>
    internal static BlockedWatch Of(Scheduler scheduler) =>
        _watches.GetValue(scheduler, static scheduler => new BlockedWatch(scheduler));

    internal void Add(CoTask task, BlockedWait wait)
    {
        _waiting.Add((task, wait));
        if (!_isQueued)
        {
            _isQueued = true;
            scheduler.Ready.Enqueue(this);
        }
    }

    internal void Remove(BlockedWait wait) => _waiting.RemoveAll(waiting => waiting.Wait == wait);

    public void Run()
    {
        _isQueued = false;
        if (_waiting.Count == 0)
        {
            return;
        }

        if (scheduler.Ready.Count > 0 || scheduler.Ready.LeftInBatch > 0)
        {
            _isQueued = true;
            scheduler.Ready.Enqueue(this);
            return;
        }

        (CoTask Task, BlockedWait Wait)[] woken = [.. _waiting];
        _waiting.Clear();
        foreach ((CoTask task, _) in woken)
        {
            task.Wake(null);
        }
    }
}
