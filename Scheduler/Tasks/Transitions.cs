namespace Coroutines;

/// <summary>
/// The whole state machine of futures and tasks: which state may follow which. Every change of state asks this table.
/// </summary>
internal static class Transitions
{
    private const int States = 6;

    // One bit for each allowed pair, by the new state and then the old one: where the new state is a constant, which is
    // everywhere, the question is a single bit test.
    //
    //   from \ to     Ready            Running        Waiting          Finished          Cancelled
    //   Pending                                                        a result is set   cancel()
    //   Ready                          a step starts
    //   Running       a bare yield                    a pending await  it returned       it was cancelled
    //   Waiting       woken
    private const long Allowed =
        1L << ((int)FutureState.Finished * States + (int)FutureState.Pending)
        | 1L << ((int)FutureState.Cancelled * States + (int)FutureState.Pending)
        | 1L << ((int)FutureState.Running * States + (int)FutureState.Ready)
        | 1L << ((int)FutureState.Ready * States + (int)FutureState.Running)
        | 1L << ((int)FutureState.Waiting * States + (int)FutureState.Running)
        | 1L << ((int)FutureState.Finished * States + (int)FutureState.Running)
        | 1L << ((int)FutureState.Cancelled * States + (int)FutureState.Running)
        | 1L << ((int)FutureState.Ready * States + (int)FutureState.Waiting);

    internal static bool IsAllowed(FutureState from, FutureState to) =>
        (Allowed >> ((int)to * States) >> (int)from & 1) != 0;

    internal static bool IsFinal(FutureState state) => state >= FutureState.Finished;

    internal static InvalidStateException Error(Future future, FutureState to) => new(
        $"{future.Describe()} is {future.State} and cannot become {to}.");
}
