namespace Coroutines;

/// <summary>A <see cref="CoQueue{T}.Put"/>.</summary>
internal sealed class QueuePut<T>(CoQueue<T> queue) : QueueOperation<T>(queue)
{
    internal T Item { get; set; } = default!;

    private protected override string Name => $"Put into {Target.Describe()}";

    private protected override WaiterQueue Line => Target.PutLine;

    private protected override bool IsPossible => !Target.IsFull;

    private protected override Awaitable Perform(CoTask task)
    {
        if (Target.IsShutDown)
        {
            return End(task);
        }

        Target.Add(Item);
        Free();
        return Passed;
    }

    private protected override Awaitable Refuse(Exception exception)
    {
        Free();
        return Refused(exception);
    }

    private void Free()
    {
        Item = default!;
        Retire();
        Target.Recycle(this);
    }
}
