using System.Runtime.CompilerServices;

namespace Coroutines;

// The pages: more of them come with a burst, and nothing is kept on them for long that is over.
internal sealed partial class ReadyQueue
{
    private const int InitialPlaces = 32;

    // 64 KiB: below the size from which on an array lives among the large objects.
    private const int PlacesOnPage = 8192;
    private const int ItemsOnPage = PlacesOnPage / Stride;

    // The first page, which grows to its full size, and the others, which have it.
    private Slot[] _first = new Slot[InitialPlaces];
    private Slot[]?[] _others = [];

    // The other pages, after the burst that has needed them.
    private Spare<Slot[]?[]> _spare;

    /// <summary>
    /// Lets go of what has run, and of the pages that a burst has needed. To be called between batches: when the loop is about to wait or
    /// to be left, and now and then.
    /// </summary>
    internal void LetGo()
    {
        Forget();
        if (_others.Length > 0 && Count <= ItemsOnPage / 2)
        {
            _spare.Keep(_others);
            _others = [];
            _sortKeys = [];
            _sorted = [];
        }
    }

    /// <summary>Lets go of what has run.</summary>
    internal void Forget()
    {
        ForgetBehind(Count);
        int batch = 1 - List;
        for (int i = 0; i < _filled; i++)
        {
            SlotOf(i, batch).Item = null;
        }
    }

    /// <summary>Lets go of what has run and will hardly be written over, if about so many items come next.</summary>
    internal void ForgetBut(int coming) => ForgetBehind(Math.Max(coming, Count));

    private void ForgetBehind(int count)
    {
        while (_filled > count)
        {
            int page = (_filled - 1) / ItemsOnPage;
            int first = Math.Max(count - (page * ItemsOnPage), 0);
            Array.Clear(PageOf(page), first * Stride, (_filled - (page * ItemsOnPage) - first) * Stride);
            _filled = (page * ItemsOnPage) + first;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Slot[] PageOf(int number) => number == 0 ? _first : _others[number - 1]!;

    private ref Slot SlotOf(int index, int list) => ref PageOf(index / ItemsOnPage)[(index % ItemsOnPage * Stride) + list];

    // A full page is left only for the next item, so that the tail tells of an empty queue.
    private void SetCount(int count)
    {
        _tailPage = Math.Max(count - 1, 0) / ItemsOnPage;
        _tail = ((count - (_tailPage * ItemsOnPage)) * Stride) + List;
        if (!_isArmed)
        {
            _slots = PageOf(_tailPage);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void EnqueueWhereRoomIs(IRunnable item)
    {
        if (!_isArmed)
        {
            MakeRoom();
            Enqueue(item);
            return;
        }

        Disarm();
        Enqueue(item);
        _alarm!();
    }

    private void MakeRoom()
    {
        if (_first.Length < PlacesOnPage)
        {
            Array.Resize(ref _first, _first.Length * 2);
            _slots = _first;
            return;
        }

        if (_others.Length == _tailPage)
        {
            MakePlaceForPages();
        }

        _tail = List;
        _slots = _others[_tailPage++] ??= new Slot[PlacesOnPage];
    }

    private void MakePlaceForPages()
    {
        if (_others.Length == 0 && _spare.Take() is { } pages)
        {
            _others = pages;
        }
        else
        {
            Array.Resize(ref _others, Math.Max(_others.Length * 2, 4));
        }
    }

    // A struct around the reference: an array of references would check the type of every item stored.
    private struct Slot
    {
        internal IRunnable? Item;
    }
}
