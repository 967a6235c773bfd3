namespace Coroutines;

/// <summary>A task in the list of those that were started under one key.</summary>
internal sealed class KeyedTask(KeyedTasks list, CoTask task) : IFutureWaiter, IChained<KeyedTask>
{
    internal CoTask Task => task;

    public KeyedTask? Previous { get; set; }

    public KeyedTask? Next { get; set; }

    public void OnDone(Future future) => list.Remove(this);
}
