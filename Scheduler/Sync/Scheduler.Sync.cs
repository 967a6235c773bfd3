namespace Coroutines;

public sealed partial class Scheduler
{
    private const int FewSpareWaiters = 16;

    /// <summary>Places in the queues of primitives that are free; a task needs one at most.</summary>
    internal Spares<Waiter> SpareWaiters { get; } = new();

    internal int SpareWaiterLimit => _tasks.Count + FewSpareWaiters;
}
