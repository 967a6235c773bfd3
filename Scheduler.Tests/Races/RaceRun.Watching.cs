namespace Coroutines.Tests.Races;

/// <summary>What has to be true of each kind of primitive: nobody waits for what is there, and in the end it is free.</summary>
internal sealed partial class RaceRun
{
    internal CoLock Watch(CoLock gate)
    {
        _furtherUses.Add(() => [Hold(gate.Acquire())]);
        return Watch(gate, isFree: () => !gate.IsLocked, isOpen: () => !gate.IsLocked);
    }

    internal CoEvent Watch(CoEvent signal) => Watch(signal, isFree: static () => true, isOpen: () => signal.IsSet);

    internal CoSemaphore Watch(CoSemaphore places)
    {
        int value = places.Value;
        _furtherUses.Add(() => Enumerable.Range(0, value + 1).Select(_ => Hold(places.Acquire())));
        return Watch(places, () => value);
    }

    /// <param name="places">The semaphore.</param>
    /// <param name="value">What it has to be worth in the end.</param>
    internal CoSemaphore Watch(CoSemaphore places, Func<int> value) =>
        Watch(places, isFree: () => places.Value == value(), isOpen: () => places.Value > 0);

    internal CoLimiter Watch(CoLimiter limiter)
    {
        _furtherUses.Add(() => Enumerable.Range(0, limiter.Total == 0 ? 0 : limiter.Total + 1).Select(_ => Hold(limiter.Acquire())));
        return Watch(limiter, isFree: () => limiter.Borrowed == 0, isOpen: () => limiter.Available > 0);
    }

    internal CoCondition Watch(CoCondition change)
    {
        Watch(change.Lock);
        return Watch(change, isFree: () => !change.IsLocked, isOpen: static () => false);
    }

    internal CoBarrier Watch(CoBarrier barrier)
    {
        Watch(barrier.Change.Lock);
        _furtherUses.Add(() => Enumerable.Range(0, barrier.IsBroken ? 0 : barrier.Parties).Select(_ => Meet(barrier)));
        return Watch(barrier, isFree: () => barrier.IsFilling || barrier.IsBroken, isOpen: () => !barrier.IsFilling);
    }

    internal CoQueue<int> Watch(CoQueue<int> queue)
    {
        bool MayGet() => queue.Getters.Count > 0 && (!queue.IsEmpty || queue.IsShutDown);
        bool MayPut() => queue.Putters.Count > 0 && (!queue.IsFull || queue.IsShutDown);
        bool MayJoin() => queue.Queue.Count > 0 && queue.Unfinished == 0;
        _furtherUses.Add(() => queue.IsShutDown ? [] : [Exchange(queue)]);
        return Watch(queue, isFree: () => queue.GetLine.Count == 0 && queue.PutLine.Count == 0, isOpen: () => MayGet() || MayPut() || MayJoin());
    }

    /// <summary>In the end nobody waits for it, be it done or not.</summary>
    internal TFuture Watch<TFuture>(TFuture future)
        where TFuture : Future
    {
        AtEnd(() => future.WaiterCount.ShouldBe(0, "of waiters of a future"));
        return future;
    }

    internal TaskGroup Watch(TaskGroup group)
    {
        AtEnd(() => group.Tasks.ShouldBeEmpty());
        return group;
    }

    private static IEnumerator<Awaitable> Hold(Awaitable<Releaser> acquire)
    {
        yield return acquire;
        using (acquire.Result)
        {
            yield return null;
        }
    }

    private static IEnumerator<Awaitable> Meet(CoBarrier barrier)
    {
        yield return barrier.Wait();
    }

    // As many as are in it, and one more.
    private static IEnumerator<Awaitable> Exchange(CoQueue<int> queue)
    {
        for (int i = queue.Count; i > 0; i--)
        {
            yield return queue.Get();
        }

        yield return queue.Put(0);
        yield return queue.Get();
        queue.IsEmpty.ShouldBeTrue();
    }

    private T Watch<T>(T primitive, Func<bool> isFree, Func<bool> isOpen)
        where T : SyncPrimitive
    {
        AtRest(() =>
        {
            if (primitive.Waiters.Count > 0 && isOpen())
            {
                _problems.Add($"{primitive} is open, and {string.Join(", ", primitive.Waiters.Select(task => task.Name))} wait at it");
            }
        });
        AtEnd(() =>
        {
            if (primitive.Waiters.Count > 0 || primitive.Queue.Count > 0 || !isFree())
            {
                _problems.Add($"{primitive} is not free in the end");
            }
        });
        return primitive;
    }
}
