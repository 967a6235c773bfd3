namespace Coroutines.Tests.Testing;

/// <summary>
/// Classical bugs, none of which shows in an ordinary run, with any number of yields between their steps: the measure of an exploration. Each
/// stands beside the program that is right.
/// </summary>
internal static partial class PaddedBugs
{
    internal static readonly (string Name, Func<int, bool, IEnumerator<Awaitable>> Program)[] All =
    [
        ("lost wake-up", LostWakeUp),
        ("check, then act", CheckThenAct),
        ("lost update", LostUpdate),
        ("lock order", LockOrder),
        ("philosophers", Philosophers),
        ("cache stampede", CacheStampede),
        ("withdrawals by time", WithdrawalsByTime),
        ("pool: lost wake-up", static (pad, isFixed) => ConnectionPool.Use(pad, isFixed ? PoolBug.None : PoolBug.LostWakeUp)),
        ("pool: leak on cancel", static (pad, isFixed) => ConnectionPool.Use(pad, isFixed ? PoolBug.None : PoolBug.LeakOnCancel)),
        ("pool: double hand-out", static (pad, isFixed) => ConnectionPool.Use(pad, isFixed ? PoolBug.None : PoolBug.DoubleHandOut)),
        ("pool: too many", static (pad, isFixed) => ConnectionPool.Use(pad, isFixed ? PoolBug.None : PoolBug.TooMany)),
        ("half initialised", HalfInitialised),
        ("queue empty, work not done", EmptyIsNotDone),
        ("condition without a loop", ConditionWithoutLoop),
        ("changed while iterated", ChangedWhileIterated),
        ("answer after the time limit", LateAnswer),
        ("lease that runs out", Lease),
        ("used after close", UsedAfterClose),
        ("messages in order", MessagesInOrder),
        ("same value, other meaning", SameValue),
        ("barrier used again", BarrierUsedAgain),
        ("subscribed too late", SubscribedTooLate),
        ("stopped between check and put", StoppedBetween),
        ("retried, and done twice", RetriedTwice),
    ];

    private static IEnumerator<Awaitable> Pad(int yields)
    {
        for (int i = 0; i < yields; i++)
        {
            yield return null;
        }
    }

    private static void Verify(bool holds, string what)
    {
        if (!holds)
        {
            throw new InvalidDataException(what);
        }
    }
}
