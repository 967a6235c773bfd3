namespace Coroutines.Benchmarks;

/// <summary>A callback that was posted to a <see cref="RingContext"/>. It is used again, so a post allocates nothing.</summary>
internal sealed class PostedItem
{
    private readonly Stack<PostedItem> _spare;
    private SendOrPostCallback? _callback;
    private object? _state;

    private PostedItem(Stack<PostedItem> spare)
    {
        _spare = spare;
        Continuation = Run;
    }

    internal Action Continuation { get; }

    internal static PostedItem Take(Stack<PostedItem> spare, SendOrPostCallback callback, object? state)
    {
        PostedItem item = spare.Count > 0 ? spare.Pop() : new PostedItem(spare);
        item._callback = callback;
        item._state = state;
        return item;
    }

    private void Run()
    {
        SendOrPostCallback callback = _callback!;
        object? state = _state;
        _callback = null;
        _state = null;
        _spare.Push(this);
        callback(state);
    }
}
