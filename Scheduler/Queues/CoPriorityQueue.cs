namespace Coroutines;

/// <summary>A queue that gives the smallest item out first: asyncio's <c>PriorityQueue</c>.</summary>
/// <typeparam name="T">The type of the items; a tuple of a priority and the rest, say.</typeparam>
/// <remarks>
/// Equal items come out in the order that asyncio's have, which is not that in which they were put; where that matters,
/// give each a number.
/// </remarks>
public sealed class CoPriorityQueue<T> : CoQueue<T>
{
    /// <param name="maxSize">How many items fit in; 0 or less for any number.</param>
    /// <param name="comparer">
    /// What compares items; null for the type's own order. An exception that it throws goes to whoever puts or gets; no item
    /// is lost by it.
    /// </param>
    /// <param name="name">What to call it in messages; null for none.</param>
    /// <inheritdoc cref="CoQueue{T}(int, string?)"/>
    public CoPriorityQueue(int maxSize = 0, IComparer<T>? comparer = null, string? name = null)
        : base(new PriorityItems<T>(comparer ?? Comparer<T>.Default), maxSize, name)
    {
    }

    // Where the user's comparer throws, nothing was put or taken. But whoever was to do so may have been woken for it, so
    // the next one has to be.
    internal override void Add(T item)
    {
        try
        {
            base.Add(item);
        }
        catch
        {
            WakePutter();
            throw;
        }
    }

    internal override T Take()
    {
        try
        {
            return base.Take();
        }
        catch
        {
            WakeGetter();
            throw;
        }
    }
}

/// <summary>The smallest first: a binary heap.</summary>
/// <remarks>
/// It makes the same comparisons as Python's <c>heapq</c>, in the same order, so that equal items come out in the same order
/// as there. All comparisons of a call come before its first change: a comparer that throws leaves the heap as it was.
/// </remarks>
file sealed class PriorityItems<T>(IComparer<T> comparer) : QueueItems<T>
{
    private readonly List<T> _heap = [];

    internal override void Add(T item)
    {
        int hole = _heap.Count;
        while (hole > 0 && IsLess(item, _heap[ParentOf(hole)]))
        {
            hole = ParentOf(hole);
        }

        // The ancestors down to the hole each move down by one level.
        _heap.Add(item);
        for (int i = _heap.Count - 1; i != hole; i = ParentOf(i))
        {
            _heap[i] = _heap[ParentOf(i)];
        }

        _heap[hole] = item;
    }

    internal override T Take()
    {
        T first = _heap[0];
        int end = _heap.Count - 1;
        T last = _heap[end];
        if (end > 0)
        {
            Replace(last, end);
        }

        _heap.RemoveAt(end);
        if (end == 0)
        {
            LetGoOfRoom(_heap);
        }

        return first;
    }

    // Not in their order: the comparer is code of the program's.
    internal override T[] Look() => [.. _heap];

    internal override void Clear()
    {
        _heap.Clear();
        LetGoOfRoom(_heap);
    }

    private static int ParentOf(int index) => (index - 1) >> 1;

    // Puts the last item into the place of the first. The path goes down along the smaller children to a leaf; then the
    // item climbs from there to where it belongs, which is rarely far.
    private void Replace(T item, int end)
    {
        int leaf = 0;
        for (int child = 1; child < end; child = (2 * leaf) + 1)
        {
            int right = child + 1;
            leaf = right < end && !IsLess(_heap[child], _heap[right]) ? right : child;
        }

        int target = leaf;
        while (target > 0 && IsLess(item, _heap[target]))
        {
            target = ParentOf(target);
        }

        // Those on the path down to the target each move up by one level.
        T moving = item;
        for (int i = target; ; i = ParentOf(i))
        {
            (moving, _heap[i]) = (_heap[i], moving);
            if (i == 0)
            {
                return;
            }
        }
    }

    private bool IsLess(T left, T right) => comparer.Compare(left, right) < 0;
}
