namespace Coroutines.Benchmarks;

/// <summary>Brings what .NET's own primitives and tasks resume back into the ring; an await of ours goes there by itself.</summary>
internal sealed class RingContext(Ring ring) : SynchronizationContext
{
    private readonly Stack<PostedItem> _spare = new();

    public override void Post(SendOrPostCallback d, object? state) =>
        ring.Enqueue(PostedItem.Take(_spare, d, state).Continuation);
}
