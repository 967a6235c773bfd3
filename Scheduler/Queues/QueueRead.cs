namespace Coroutines;

/// <summary>What a <see cref="QueueReader{T}"/> waits on: made again and again, and the shutdown is no error for it.</summary>
internal sealed class QueueRead<T>(CoQueue<T> queue) : QueueTake<T>(queue)
{
    /// <summary>What it got.</summary>
    internal CoQueue<T> Source => Target;

    internal T Item { get; private set; } = default!;

    internal bool HasItem { get; private set; }

    internal bool IsAtEnd { get; private set; }

    private protected override string Name => $"Next of a reader of {Target.Describe()}";

    /// <summary>Lets go of the item before, and begins a new call unless the last one still waits.</summary>
    internal Awaitable Prepare()
    {
        Target.VerifyThreadInDebug();
        Item = default!;
        HasItem = false;
        return IsQueued ? new(this, Version) : Renew();
    }

    private protected override void Succeed(T item)
    {
        Item = item;
        HasItem = true;
    }

    private protected override Awaitable End(CoTask task)
    {
        IsAtEnd = true;
        return Passed();
    }

    private protected override Awaitable Fail(Exception exception) => Refused(exception);
}
