namespace Coroutines.Benchmarks;

/// <summary>
/// The fastest single-threaded home for <c>async/await</c> that the public surface of .NET allows: continuations go as
/// they are into a ring buffer, without a lock, and without an allocation at each switch.
/// </summary>
/// <remarks>
/// <para>Its time is virtual: when nothing is left to run, it jumps to the next deadline.</para>
/// <para>With a context, what .NET's own primitives and tasks resume comes back into the ring, as in a program with a user
/// interface. Without one, the end of a task runs whoever awaits it on the spot: faster, and in an order of its own.</para>
/// </remarks>
internal sealed class Ring
{
    private readonly PriorityQueue<Action, Deadline> _timers = new();
    private Action?[] _ring = new Action?[1024];
    private int _head;
    private int _tail;
    private long _lastTimer;

    internal double Time { get; private set; }

    /// <summary>Runs an async method, and everything that it starts, to the end.</summary>
    internal void Run(Func<Ring, Task> main, bool withContext = true)
    {
        SynchronizationContext? outer = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(withContext ? new RingContext(this) : null);
        try
        {
            Task task = main(this);
            do
            {
                RunReady();
            }
            while (TryJump());

            task.GetAwaiter().GetResult();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(outer);
        }
    }

    /// <summary>The bare yield.</summary>
    internal RingYield Yield() => new(this);

    internal RingSleep Sleep(double seconds) => new(this, seconds);

    internal void Enqueue(Action continuation)
    {
        Action?[] ring = _ring;
        int tail = _tail;
        if (tail - _head == ring.Length)
        {
            ring = Grow();
        }

        ring[tail & (ring.Length - 1)] = continuation;
        _tail = tail + 1;
    }

    internal void EnqueueLater(double seconds, Action continuation) =>
        _timers.Enqueue(continuation, new Deadline(Time + seconds, ++_lastTimer));

    private void RunReady()
    {
        while (_head != _tail)
        {
            ref Action? slot = ref _ring[_head & (_ring.Length - 1)];
            Action continuation = slot!;
            slot = null;
            _head++;
            continuation();
        }
    }

    private bool TryJump()
    {
        if (!_timers.TryPeek(out _, out Deadline next))
        {
            return false;
        }

        Time = next.When;
        while (_timers.TryPeek(out Action? due, out Deadline deadline) && deadline.When <= Time)
        {
            _timers.Dequeue();
            Enqueue(due);
        }

        return true;
    }

    private Action?[] Grow()
    {
        var larger = new Action?[_ring.Length * 2];
        for (int position = _head; position != _tail; position++)
        {
            larger[position & (larger.Length - 1)] = _ring[position & (_ring.Length - 1)];
        }

        return _ring = larger;
    }

    // Equal deadlines fire in the order in which they were set, as ours do.
    private readonly record struct Deadline(double When, long Order) : IComparable<Deadline>
    {
        public int CompareTo(Deadline other)
        {
            int byTime = When.CompareTo(other.When);
            return byTime != 0 ? byTime : Order.CompareTo(other.Order);
        }
    }
}
