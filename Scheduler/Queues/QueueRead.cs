namespace Coroutines;

/// <summary>What a <see cref="QueueReader{T}"/> waits on: a get that is made again and again, and for which a shutdown is no error.</summary>
internal sealed class QueueRead<T>(CoQueue<T> queue) : QueueOperation<T>(queue)
{
    internal T Item { get; private set; } = default!;

    internal bool HasItem { get; private set; }

    internal bool IsAtEnd { get; private set; }

    private protected override string Name => $"Next of a reader of {Target.Describe()}";

    private protected override WaiterQueue Line => Target.GetLine;

    private protected override bool IsPossible => !Target.IsEmpty;

    /// <summary>Lets go of the item before.</summary>
    internal void Drop()
    {
        Item = default!;
        HasItem = false;
    }

    private protected override Awaitable Perform(CoTask task)
    {
        Item = Target.Take();
        HasItem = true;
        Retire();
        return Passed;
    }

    private protected override Awaitable End(CoTask task)
    {
        IsAtEnd = true;
        Retire();
        return Passed;
    }

    private protected override Awaitable Refuse(Exception exception)
    {
        Retire();
        return Refused(exception);
    }
}
