namespace Coroutines;

// Those who wait for its end: nobody, one, or a list.
public partial class Future
{
    /// <summary>How many wait for its end.</summary>
    internal int WaiterCount => IsDone ? 0 : _waitersOrOutcome switch
    {
        null => 0,
        WaiterList list => list.Count,
        _ => 1,
    };

    /// <summary>Who waits for its end, for a debugger.</summary>
    internal IEnumerable<IFutureWaiter> WaitersSeen() => IsDone ? [] : _waitersOrOutcome switch
    {
        null => [],
        WaiterList list => list.Items.Where(static waiter => waiter is not ILeavingWaiter { HasLeft: true }),
        var only => [(IFutureWaiter)only],
    };

    /// <summary>Adds to the FIFO list; one that comes after the completion is served at once (rule 11).</summary>
    internal void AddWaiter(IFutureWaiter waiter)
    {
        if (IsDone)
        {
            waiter.OnDone(this);
            return;
        }

        switch (_waitersOrOutcome)
        {
            case null:
                _waitersOrOutcome = waiter;
                break;
            case WaiterList list:
                list.Add(waiter);
                break;
            default:
                _waitersOrOutcome = new WaiterList((IFutureWaiter)_waitersOrOutcome, waiter);
                break;
        }
    }

    internal void RemoveWaiter(IFutureWaiter waiter)
    {
        if (IsDone)
        {
            return;
        }

        if (ReferenceEquals(_waitersOrOutcome, waiter))
        {
            _waitersOrOutcome = null;
        }
        else if (_waitersOrOutcome is WaiterList list)
        {
            list.Remove(waiter);
        }
    }

    /// <summary>A waiter has left. What that costs does not depend on how many there are.</summary>
    internal void Forget(ILeavingWaiter waiter)
    {
        if (IsDone)
        {
            return;
        }

        if (ReferenceEquals(_waitersOrOutcome, waiter))
        {
            _waitersOrOutcome = null;
        }
        else if (_waitersOrOutcome is WaiterList list)
        {
            list.NoteLeft();
        }
    }
}
