namespace Coroutines.Benchmarks;

/// <summary>A task of the bare-bones scheduler: an iterator, its end, and one that waits for it.</summary>
internal sealed class BareTask(IEnumerator<BareWait> body)
{
    internal IEnumerator<BareWait> Body => body;

    internal BareTask? Waiter { get; set; }

    internal bool IsDone { get; set; }

    internal long Result { get; set; }
}
