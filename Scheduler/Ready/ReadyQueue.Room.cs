using System.Runtime.CompilerServices;

namespace Coroutines;

// The array: it grows with a burst, and nothing is kept in it for long that is over.
internal sealed partial class ReadyQueue
{
    // What a burst needs beyond that is let go after it.
    private const int KeptCapacity = 8192;

    // The array for bursts, while the small one is in use; or the other way round.
    private Spare<Slot[]> _spare;

    /// <summary>
    /// Lets go of what has run, and of the room that a burst has needed. To be called between batches: when the loop is about to wait or
    /// to be left, and now and then.
    /// </summary>
    internal void LetGo()
    {
        Forget();
        if (_slots.Length > KeptCapacity && _tail <= KeptCapacity / 2)
        {
            UseSmaller();
        }
    }

    /// <summary>Lets go of what has run.</summary>
    internal void Forget()
    {
        ForgetBehind(Count);
        int batch = 1 - First;
        for (int i = 0; i < _filled; i++)
        {
            _slots[(i * Stride) + batch].Item = null;
        }
    }

    /// <summary>Lets go of what has run and will hardly be written over, if about so many items come next.</summary>
    internal void ForgetBut(int coming) => ForgetBehind(Math.Max(coming, Count));

    private void ForgetBehind(int count)
    {
        if (_filled > count)
        {
            Array.Clear(_slots, count * Stride, (_filled - count) * Stride);
            _filled = count;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void EnqueueInLarger(IRunnable item)
    {
        if (_putAside is null)
        {
            UseLarger();
            Enqueue(item);
            return;
        }

        Disarm();
        Enqueue(item);
        _alarm!();
    }

    private void UseLarger()
    {
        if (_slots.Length < KeptCapacity)
        {
            Array.Resize(ref _slots, _slots.Length * 2);
            return;
        }

        Slot[] smaller = _slots;
        if (_spare.Take() is not { } larger || larger.Length <= smaller.Length)
        {
            larger = new Slot[smaller.Length * 2];
        }

        // What was left in a larger one is less than this.
        Array.Copy(smaller, larger, smaller.Length);
        _slots = larger;
        if (smaller.Length == KeptCapacity)
        {
            _spare.Keep(smaller);
        }
    }

    private void UseSmaller()
    {
        Slot[] larger = _slots;
        if (_spare.Take() is { Length: KeptCapacity } smaller)
        {
            Array.Clear(smaller, 0, smaller.Length);
        }
        else
        {
            smaller = new Slot[KeptCapacity];
        }

        Array.Copy(larger, smaller, _tail);
        _slots = smaller;
        _spare.Keep(larger);
        _sortKeys = [];
        _sorted = [];
    }
}
