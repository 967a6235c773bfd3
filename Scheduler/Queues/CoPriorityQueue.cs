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
