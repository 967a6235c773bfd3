using Coroutines.Testing;

namespace Coroutines;

public partial class Future
{
    /// <summary>Whether none of those who wait for its end can tell in which order it and others end.</summary>
    internal bool IsOrderOfEndsUnseen => _waitersOrOutcome switch
    {
        WaiterList list => list.Items.All(OverlooksOrder),
        IFutureWaiter waiter => OverlooksOrder(waiter),
        _ => true,
    };

    // A task awaits one, a gather and a group count them; and a callback comes later, in an order of its own.
    private static bool OverlooksOrder(IFutureWaiter waiter) => waiter is Future or GroupChild or FutureCallback or RunEnd;
}
