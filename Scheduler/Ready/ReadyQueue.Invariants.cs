using System.Diagnostics;

namespace Coroutines;

internal sealed partial class ReadyQueue
{
    [Conditional("DEBUG")]
    internal void VerifyInvariants()
    {
        Invariant.Holds(_end == 0 || ((_end ^ _position) & 1) == 0, "a batch stays in its list");
        Invariant.Holds(_position >= _end || (_end & 1) != List, "the batch and the queue are in different lists");
        Invariant.Holds(_tail <= PageOf(_tailPage).Length + 1, "the queue stands within its page");
        Invariant.Holds(_tailPage == 0 || _tail >= Stride, "no page is begun without an item");
        Invariant.Holds(_isArmed ? Count == 0 : ReferenceEquals(_slots, PageOf(_tailPage)), "the next item goes where the queue ends");
        for (int i = 0; i < Count; i++)
        {
            Invariant.Holds(this[i] is not null, "each place of the queue has an item");
        }

        int pages = 1 + Array.FindLastIndex(_others, static page => page is not null) + 1;
        for (int page = 0; page < pages; page++)
        {
            int used = Math.Max(_filled, Count) - (page * ItemsOnPage);
            for (int i = Math.Max(used, 0) * Stride; i < PageOf(page).Length; i++)
            {
                Invariant.Holds(PageOf(page)[i].Item is null, "nothing is kept behind the places that were used");
            }
        }
    }
}
