using System.Diagnostics;

namespace Coroutines;

/// <summary>Hands items from coroutines to coroutines, first in first out: asyncio's <c>Queue</c>.</summary>
/// <typeparam name="T">The type of the items.</typeparam>
/// <remarks>
/// <para><c>yield return queue.Put(item);</c> waits while the queue is full, and
/// <c>yield return queue.Get().Into(out var item);</c> while it is empty; then <c>item.Result</c> is what it got. To read
/// it to its end, see <see cref="ReadAll"/>.</para>
/// <para>Those who wait are woken in the order in which they came, one for each item or free place. Somebody who does not
/// have to wait may be faster than one that was woken, which then waits again, at the tail (rule 31).</para>
/// </remarks>
[DebuggerTypeProxy(typeof(CoQueue<>.DebugView))]
public class CoQueue<T> : SyncPrimitive
{
    private const int SpareLimit = 64;

    private readonly QueueItems<T> _items;
    private readonly int _room;
    private readonly Spares<QueuePut<T>> _sparePuts = new();
    private readonly Spares<QueueGet<T>> _spareGets = new();

    /// <summary>Creates a queue.</summary>
    /// <param name="maxSize">How many items fit in; 0 or less for any number.</param>
    /// <param name="name">What to call it in messages; null for none.</param>
    public CoQueue(int maxSize = 0, string? name = null)
        : this(new FifoItems<T>(), maxSize, name)
    {
    }

    private protected CoQueue(QueueItems<T> items, int maxSize, string? name)
        : base(name)
    {
        _items = items;
        MaxSize = maxSize;
        _room = maxSize > 0 ? maxSize : int.MaxValue;
        GetLine = new WaiterQueue(this, "to get from");
        PutLine = new WaiterQueue(this, "to put into");
    }

    /// <summary>How many items are in it: asyncio's <c>qsize()</c>.</summary>
    public int Count { get; private set; }

    /// <summary>How many items fit in; 0 or less for any number: asyncio's <c>maxsize</c>.</summary>
    public int MaxSize { get; }

    /// <summary>Whether nothing is in it: asyncio's <c>empty()</c>.</summary>
    public bool IsEmpty => Count == 0;

    /// <summary>Whether nothing more fits in: asyncio's <c>full()</c>.</summary>
    public bool IsFull => Count >= _room;

    /// <summary>Whether <see cref="Shutdown"/> was called.</summary>
    public bool IsShutDown { get; private set; }

    /// <summary>How many items were put for which <see cref="TaskDone"/> was not called yet: what a <see cref="Join"/> waits for.</summary>
    public int Unfinished { get; private set; }

    /// <summary>The tasks that wait to get an item, in order.</summary>
    /// <returns>A list of its own, which later changes leave alone.</returns>
    public IReadOnlyList<CoTask> Getters => GetLine.ToList();

    /// <summary>The tasks that wait to put an item, in order.</summary>
    /// <returns>A list of its own, which later changes leave alone.</returns>
    public IReadOnlyList<CoTask> Putters => PutLine.ToList();

    internal WaiterQueue GetLine { get; }

    internal WaiterQueue PutLine { get; }

    private protected override string Kind => "a queue";

    private protected override string Condition =>
        (MaxSize > 0 ? $"{Count} of {MaxSize}" : $"{Count} items") + (IsShutDown ? ", shut down" : string.Empty);

    /// <summary>Puts an item in, and waits before that while the queue is full: asyncio's <c>put</c>.</summary>
    /// <param name="item">The item.</param>
    /// <returns>What to yield, once. If there is room, no iteration passes.</returns>
    /// <remarks>
    /// A cancelled put puts nothing; a wake-up that it has had goes on to the next one. A queue that was shut down, also
    /// while this waits, is a <see cref="QueueShutDownException"/> at the <c>yield return</c>.
    /// </remarks>
    public Awaitable Put(T item)
    {
        VerifyThreadInDebug();
        QueuePut<T> put = _sparePuts.Take() ?? new QueuePut<T>(this);
        put.Item = item;
        return put.Renew();
    }

    /// <summary>Puts an item in at once, or not at all: asyncio's <c>put_nowait</c>.</summary>
    /// <param name="item">The item.</param>
    /// <exception cref="QueueFullException">It is full.</exception>
    /// <exception cref="QueueShutDownException">It was shut down.</exception>
    public void PutNoWait(T item)
    {
        VerifyThread();
        if (IsShutDown)
        {
            throw ShutDownError(CoTask.Current);
        }

        if (IsFull)
        {
            throw new QueueFullException($"{Describe()} is full: it has {Count} items. Use Put, which waits for room.");
        }

        Add(item);
    }

    /// <summary>Takes the next item out, and waits before that while there is none: asyncio's <c>get</c>.</summary>
    /// <returns>What to yield, once; then it has the item. If there is one, no iteration passes.</returns>
    /// <remarks>
    /// A cancelled get takes nothing; a wake-up that it has had goes on to the next one. A queue that was shut down and is
    /// empty, also while this waits, is a <see cref="QueueShutDownException"/> at the <c>yield return</c>.
    /// </remarks>
    public Awaitable<T> Get()
    {
        VerifyThreadInDebug();
        return (_spareGets.Take() ?? new QueueGet<T>(this)).Prepare();
    }

    /// <summary>Takes the next item out at once: asyncio's <c>get_nowait</c>.</summary>
    /// <returns>The item.</returns>
    /// <exception cref="QueueEmptyException">There is none.</exception>
    /// <exception cref="QueueShutDownException">There is none, and it was shut down.</exception>
    public T GetNoWait()
    {
        VerifyThread();
        if (IsEmpty)
        {
            throw IsShutDown
                ? ShutDownError(CoTask.Current)
                : new QueueEmptyException($"{Describe()} is empty. Use Get, which waits for an item.");
        }

        return Take();
    }

    /// <summary>Reads the queue to its end: one item after the other, until it is shut down and empty.</summary>
    /// <returns>What reads it. Several may read the same queue; each item goes to one of them.</returns>
    /// <remarks>It allocates nothing for an item.</remarks>
    public QueueReader<T> ReadAll() => new(this);

    /// <summary>Tells that the work on an item that was got is done: asyncio's <c>task_done()</c>.</summary>
    /// <exception cref="ArgumentException">It was called more often than items were put: asyncio's <c>ValueError</c>.</exception>
    public void TaskDone()
    {
        VerifyThread();
        if (Unfinished == 0)
        {
            throw new ArgumentException(
                $"{DescribeCaller()} calls TaskDone of {Describe()} more often than items were put. Call it once for each item.");
        }

        Finish(1);
    }

    /// <summary>Waits until <see cref="TaskDone"/> was called for every item that was put: asyncio's <c>join()</c>.</summary>
    /// <returns>What to yield. If nothing is left to be done, no iteration passes.</returns>
    public Awaitable Join() => new(Queue);

    /// <summary>
    /// Has it take nothing more: asyncio's <c>shutdown</c>. Puts fail with a <see cref="QueueShutDownException"/>, those
    /// that wait as well; gets do when it is empty.
    /// </summary>
    /// <param name="immediate">
    /// Whether to drop the items that are left. They count as done, which may release those who <see cref="Join"/>.
    /// </param>
    public void Shutdown(bool immediate = false)
    {
        VerifyThread();
        IsShutDown = true;
        if (immediate)
        {
            int dropped = Count;
            Count = 0;
            _items.Clear();
            Finish(Math.Min(dropped, Unfinished));
        }

        GetLine.WakeAll();
        PutLine.WakeAll();
    }

    internal override string DescribeWait() => $"waiting for {Describe()} to be done ({Unfinished} unfinished)";

    internal sealed override bool TryPass(CoTask task, long ticket) => Unfinished == 0;

    /// <summary>Puts an item in; there is room.</summary>
    internal virtual void Add(T item)
    {
        _items.Add(item);
        Count++;
        Unfinished++;
        GetLine.WakeNext();
    }

    /// <summary>Takes an item out; there is one.</summary>
    internal virtual T Take()
    {
        T item = _items.Take();
        Count--;
        PutLine.WakeNext();
        return item;
    }

    /// <summary>Wakes the next one that waits to put, if there is room.</summary>
    internal void WakePutter()
    {
        if (!IsFull)
        {
            PutLine.WakeNext();
        }
    }

    /// <summary>Wakes the next one that waits to get, if there is an item.</summary>
    internal void WakeGetter()
    {
        if (!IsEmpty)
        {
            GetLine.WakeNext();
        }
    }

    internal QueueShutDownException ShutDownError(CoTask? task) => new(
        $"{task?.DescribeChain() ?? DescribeCaller()} uses {Describe()}, which was shut down.");

    internal void Recycle(QueuePut<T> put) => _sparePuts.Keep(put, SpareLimit);

    internal void Recycle(QueueGet<T> get) => _spareGets.Keep(get, SpareLimit);

    /// <summary>It is not known whether its result will ever be read.</summary>
    internal void Forget(QueueGet<T> get) => _spareGets.Forget(get);

    private protected sealed override void AddWaitersTo(List<CoTask> tasks)
    {
        GetLine.AddTo(tasks);
        PutLine.AddTo(tasks);
        base.AddWaitersTo(tasks);
    }

    private void Finish(int items)
    {
        Unfinished -= items;
        if (Unfinished == 0)
        {
            Queue.WakeAll();
        }
    }

    /// <summary>What a debugger shows below it.</summary>
    private sealed class DebugView(CoQueue<T> queue)
    {
        public string? Name => queue.Name;

        public T[] Items => queue._items.Look();

        public int MaxSize => queue.MaxSize;

        public bool IsShutDown => queue.IsShutDown;

        public int Unfinished => queue.Unfinished;

        public CoTask[] Getters => [.. queue.Getters];

        public CoTask[] Putters => [.. queue.Putters];
    }
}
