using System.Runtime.CompilerServices;

namespace Coroutines.Benchmarks;

/// <summary>A queue of one place for <c>async/await</c>, with one who puts and one who gets: the least there can be.</summary>
internal sealed class RingQueue(Ring ring)
{
    private int _item;
    private bool _isFull;
    private Action? _waiter;

    internal PutAwaiter Put(int item) => new(this, item);

    internal TakeAwaiter Get() => new(this);

    private void Change(bool isFull)
    {
        _isFull = isFull;
        if (_waiter is { } waiter)
        {
            _waiter = null;
            ring.Enqueue(waiter);
        }
    }

    internal readonly struct PutAwaiter(RingQueue queue, int item) : ICriticalNotifyCompletion
    {
        public bool IsCompleted => !queue._isFull;

        public PutAwaiter GetAwaiter() => this;

        public void GetResult()
        {
            queue._item = item;
            queue.Change(isFull: true);
        }

        public void OnCompleted(Action continuation) => queue._waiter = continuation;

        public void UnsafeOnCompleted(Action continuation) => queue._waiter = continuation;
    }

    internal readonly struct TakeAwaiter(RingQueue queue) : ICriticalNotifyCompletion
    {
        public bool IsCompleted => queue._isFull;

        public TakeAwaiter GetAwaiter() => this;

        public int GetResult()
        {
            int item = queue._item;
            queue.Change(isFull: false);
            return item;
        }

        public void OnCompleted(Action continuation) => queue._waiter = continuation;

        public void UnsafeOnCompleted(Action continuation) => queue._waiter = continuation;
    }
}
