using System.Runtime.CompilerServices;

namespace Coroutines.Benchmarks;

/// <summary>An awaitable that is continued when the ring's virtual time has come so far.</summary>
internal readonly struct RingSleep(Ring ring, double seconds) : ICriticalNotifyCompletion
{
    public bool IsCompleted => false;

    public RingSleep GetAwaiter() => this;

    public void GetResult()
    {
    }

    public void OnCompleted(Action continuation) => ring.EnqueueLater(seconds, continuation);

    public void UnsafeOnCompleted(Action continuation) => ring.EnqueueLater(seconds, continuation);
}
