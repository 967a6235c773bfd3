using static Coroutines.Awaitable;

namespace Coroutines.Tests.Memory;

/// <summary>
/// Everything that users hand in, in each way in which that can be done. A use is over when its coroutine is; the queues, signals, groups
/// and owners here live on.
/// </summary>
internal sealed partial class HandedIn(Tracker tracker)
{
    private readonly CoQueue<object> _queue = new();
    private readonly CoQueue<object> _small = new(1);
    private readonly CoPriorityQueue<(int, object)> _priorities = new(comparer: Comparer<(int Key, object)>.Create((a, b) => a.Key.CompareTo(b.Key)));
    private readonly CoLifoQueue<object> _stack = new();
    private readonly CoSignal<object> _signal = new();
    private readonly CoSignal _bare = new();
    private readonly CoEvent _event = new();
    private readonly CoLock _lock = new();
    private readonly CoSemaphore _semaphore = new(1);
    private readonly CoLimiter _limiter = new(1);
    private readonly CoCondition _condition = new();
    private readonly CoBarrier _barrier = new(2);
    private readonly Lifetime _life = new();
    private readonly CancellationTokenSource _source = new();
    private readonly AsyncLocal<object?> _local = new();
    private readonly Future _pending = new();
    private readonly CoThreadPool _pool = new(1);
    private CoGroup? _group;

    /// <summary>The uses, by what they hand in.</summary>
    internal IReadOnlyDictionary<string, Func<IEnumerator<Awaitable>>> All => new Dictionary<string, Func<IEnumerator<Awaitable>>>
    {
        ["a coroutine that waits in every way"] = () => Start(Waits),
        ["a coroutine that only computes"] = () => Start(Computes),
        ["a coroutine that fails"] = () => Start(Fails),
        ["a coroutine that is cancelled"] = CancelledTask,
        ["a coroutine that is cancelled before it begins"] = CancelledBefore,
        ["an eager task"] = Eager,
        ["many tasks at once"] = Many,
        ["results"] = Results,
        ["errors"] = Errors,
        ["outcomes and handlers"] = Outcomes,
        ["a future's result"] = FutureResult,
        ["done-callbacks"] = DoneCallbacks,
        ["combinators"] = Combinators,
        ["a task group"] = TaskGroups,
        ["items of a queue"] = Items,
        ["an item that nobody reads"] = UnreadItem,
        ["a get that is cancelled"] = CancelledGet,
        ["a put that is cancelled"] = CancelledPut,
        ["items for many"] = ManyItems,
        ["items dropped"] = Dropped,
        ["items in order"] = Ordered,
        ["items read to the end"] = ReadToEnd,
        ["payloads"] = Payloads,
        ["payloads for many"] = ManyPayloads,
        ["payload that nobody reads"] = UnreadPayload,
        ["first of signals"] = FirstOfSignals,
        ["waiters of primitives"] = Primitives,
        ["predicates"] = Predicates,
        ["an owner"] = Owners,
        ["owners that live on"] = LivingOwners,
        ["keys"] = Keys,
        ["groups"] = Groups,
        ["paused"] = Paused,
        ["callbacks"] = Callbacks,
        ["cancelled callbacks"] = CancelledCallbacks,
        ["context values"] = Contexts,
        ["context values of a failure"] = FailingContexts,
        ["names"] = Names,
        ["threads"] = Threads,
        ["dotnet tasks"] = DotNetTasks,
        ["tweens and tickers"] = Games,
        ["timeouts"] = Timeouts,
        ["submitted coroutines"] = Submitted,
        ["posted callbacks"] = Posted,
        ["sockets"] = Sockets,
        ["a socket that is given up"] = GivenUpSocket,
        ["frames"] = Frames,
    };

    private object Tracked() => tracker.Track(new object());

    private IEnumerator<Awaitable> Start(Func<object, IEnumerator<Awaitable>> make)
    {
        yield return Settle(tracker.Track(CreateTask(tracker.Track(make(Tracked())))), out _);
        yield return Settle(tracker.Track(make(Tracked())), out _);
    }

    private static IEnumerator<Awaitable> Waits(object closure)
    {
        Defer(Computes(closure));
        yield return null;
        yield return Sleep(0.001);
        yield return Await(Computes(closure));
        yield return WaitFrames(2);
        GC.KeepAlive(closure);
    }

    private static IEnumerator<Awaitable> Computes(object closure)
    {
        GC.KeepAlive(closure);
        yield break;
    }

    private IEnumerator<Awaitable> Fails(object closure)
    {
        yield return null;
        GC.KeepAlive(closure);
        throw tracker.Track(new IOException("lost"));
    }

    private static IEnumerator<Awaitable> Hold(object closure, Awaitable wait)
    {
        yield return wait;
        GC.KeepAlive(closure);
    }

    private static IEnumerator<Awaitable> Answer(object result)
    {
        yield return null;
        yield return Return(result);
    }
}
