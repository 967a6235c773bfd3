using System.Diagnostics;

namespace Coroutines;

internal sealed partial class ReadyQueue
{
    [Conditional("DEBUG")]
    internal void VerifyInvariants()
    {
        Invariant.Holds(_end == 0 || ((_end ^ _position) & 1) == 0, "a batch stays in its list");
        Invariant.Holds(_position >= _end || (_end & 1) != First, "the batch and the queue are in different lists");
        Invariant.Holds(_putAside is not null || _tail <= _slots.Length + 1, "the queue stands within its array");
        Slot[] slots = _putAside ?? _slots;
        for (int i = First; i < _tail; i += Stride)
        {
            Invariant.Holds(slots[i].Item is not null, "each place of the queue has an item");
        }

        for (int i = Math.Max(_filled, Count) * Stride; i < slots.Length; i++)
        {
            Invariant.Holds(slots[i].Item is null, "nothing is kept behind the places that were used");
        }
    }
}
