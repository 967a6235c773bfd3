namespace Coroutines;

/// <summary>
/// The whole state machine of futures and tasks: which state may follow which. Every change of state asks this table.
/// </summary>
internal static class Transitions
{
    //   from \ to     Ready            Running        Waiting          Finished          Cancelled
    //   Pending                                                        a result is set   cancel()
    //   Ready                          a step starts
    //   Running       a bare yield                    a pending await  it returned       it was cancelled
    //   Waiting       woken
    //
    // Where the new state is a constant, which is everywhere, one comparison is left of this, or two.
    internal static bool IsAllowed(FutureState from, FutureState to) => to switch
    {
        FutureState.Ready => from is FutureState.Running or FutureState.Waiting,
        FutureState.Running => from is FutureState.Ready,
        FutureState.Waiting => from is FutureState.Running,
        FutureState.Finished or FutureState.Cancelled => from is FutureState.Pending or FutureState.Running,
        _ => false,
    };

    internal static bool IsFinal(FutureState state) => state >= FutureState.Finished;

    internal static InvalidStateException Error(Future future, FutureState to) => new(
        $"{future.Describe()} is {future.State} and cannot become {to}.");
}
