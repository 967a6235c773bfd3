using static Coroutines.Awaitable;

namespace Coroutines.Tests.Memory;

// Items of queues.
internal sealed partial class HandedIn
{
    private IEnumerator<Awaitable> Items()
    {
        for (int i = 0; i < 5; i++)
        {
            yield return _queue.Put(Tracked());
            yield return _queue.Get().Into(out var got);
            GC.KeepAlive(got.Result);
            _queue.PutNoWait(Tracked());
            GC.KeepAlive(_queue.GetNoWait());
        }

        CoTask put = CreateTask(PutTwo());
        yield return _small.Get();
        yield return _small.Get();
        yield return put;

        IEnumerator<Awaitable> PutTwo()
        {
            yield return _small.Put(Tracked());
            yield return _small.Put(Tracked());
        }
    }

    private IEnumerator<Awaitable> UnreadItem()
    {
        _queue.PutNoWait(Tracked());
        yield return _queue.Get();
    }

    private IEnumerator<Awaitable> CancelledGet()
    {
        CoTask task = tracker.Track(CreateTask(tracker.Track(Hold(Tracked(), _queue.Get()))));
        yield return null;
        task.Cancel();
        yield return Settle(task, out var outcome, includeCancellation: true);
        tracker.Track(outcome.Exception!);
    }

    private IEnumerator<Awaitable> CancelledPut()
    {
        yield return _small.Put(new object());
        CoTask task = tracker.Track(CreateTask(tracker.Track(Hold(Tracked(), _small.Put(Tracked())))));
        yield return null;
        task.Cancel();
        yield return Settle(task, out _, includeCancellation: true);
        _small.GetNoWait();
    }

    private IEnumerator<Awaitable> ManyItems()
    {
        List<CoTask> tasks = [.. Enumerable.Range(0, 100).Select(_ => CreateTask(GetOne()))];
        yield return null;
        for (int i = 0; i < 100; i++)
        {
            _queue.PutNoWait(Tracked());
        }

        yield return Wait(tasks);
        for (int i = 0; i < 100; i++)
        {
            _queue.PutNoWait(Tracked());
        }

        for (int i = 0; i < 100; i++)
        {
            yield return _queue.Get().Into(out var item);
            GC.KeepAlive(item.Result);
        }

        IEnumerator<Awaitable> GetOne()
        {
            yield return _queue.Get().Into(out var item);
            GC.KeepAlive(item.Result);
        }
    }

    private IEnumerator<Awaitable> Dropped()
    {
        var queue = new CoQueue<object>();
        tracker.Keep(queue);
        queue.PutNoWait(Tracked());
        queue.PutNoWait(Tracked());
        CoTask task = tracker.Track(CreateTask(queue.ReadAll() is var reader ? Hold(Tracked(), reader.Next()) : null!));
        yield return task;
        queue.Shutdown(immediate: true);
        yield return Settle(queue.Get(), out var outcome);
        tracker.Track(outcome.Exception!);
    }

    private IEnumerator<Awaitable> Ordered()
    {
        for (int i = 0; i < 5; i++)
        {
            yield return _priorities.Put((i, Tracked()));
            yield return _stack.Put(Tracked());
        }

        for (int i = 0; i < 5; i++)
        {
            yield return _priorities.Get().Into(out var one);
            yield return _stack.Get().Into(out var other);
            GC.KeepAlive(one.Result.Item2);
            GC.KeepAlive(other.Result);
        }
    }

    private IEnumerator<Awaitable> ReadToEnd()
    {
        var queue = new CoQueue<object>();
        tracker.Keep(queue);
        queue.PutNoWait(Tracked());
        queue.PutNoWait(Tracked());
        queue.Shutdown();
        QueueReader<object> reader = queue.ReadAll();
        tracker.Keep(reader);
        while (true)
        {
            yield return reader.Next();
            if (reader.IsAtEnd)
            {
                break;
            }

            GC.KeepAlive(reader.Current);
        }
    }
}
