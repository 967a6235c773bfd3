using System.Runtime.CompilerServices;

namespace Coroutines.Benchmarks;

/// <summary>An awaitable that always suspends, and is continued when its turn comes.</summary>
internal readonly struct RingYield(Ring ring) : ICriticalNotifyCompletion
{
    public bool IsCompleted => false;

    public RingYield GetAwaiter() => this;

    public void GetResult()
    {
    }

    public void OnCompleted(Action continuation) => ring.Enqueue(continuation);

    // The compiler prefers this one. It needs no copy of the execution context: the state machine flows its own.
    public void UnsafeOnCompleted(Action continuation) => ring.Enqueue(continuation);
}
