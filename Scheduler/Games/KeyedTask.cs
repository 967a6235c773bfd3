namespace Coroutines;

/// <summary>A task in the list of those that were started under one key.</summary>
internal sealed class KeyedTask(KeyedTasks list, CoTask task) : IFutureWaiter
{
    internal CoTask Task => task;

    internal KeyedTask? Previous { get; set; }

    internal KeyedTask? Next { get; set; }

    public void OnDone(Future future) => list.Remove(this);
}
