using System.Diagnostics;

namespace Coroutines;

internal sealed partial class WaiterQueue
{
    [Conditional("DEBUG")]
    internal void VerifyInvariants()
    {
        int waiting = 0;
        bool isDone = _done is not null;
        Waiter? previous = null;
        for (Waiter? waiter = _first; waiter is not null; previous = waiter, waiter = waiter.Next)
        {
            Invariant.Holds(ReferenceEquals(waiter.Previous, previous), "each waiter knows the one before it");
            Invariant.Holds(!isDone || waiter.State != WaiterState.Waiting, "those up to the last known one wait no more");
            isDone = isDone && !ReferenceEquals(waiter, _done);
            waiting += waiter.State == WaiterState.Cancelled ? 0 : 1;
        }

        Invariant.Holds(!isDone, "the last known one is in the queue");
        Invariant.Holds(ReferenceEquals(previous, Last), "the last one is known");
        Invariant.Holds(waiting == Count, "each that was not cancelled is counted");
    }
}
