using static Coroutines.Awaitable;

namespace Coroutines.Tests.Races;

/// <summary>Keeps account of what goes into a queue and what comes out.</summary>
internal sealed class QueueLedger
{
    private readonly List<int> _put = [];
    private readonly List<int> _got = [];
    private int _dropped;

    internal QueueLedger(RaceRun run, CoQueue<int> queue)
    {
        Queue = run.Watch(queue);
        run.AtRest(CheckBalance);

        // Nobody waits for what is there: that is checked whenever nothing goes on. So somebody is missing.
        run.WhenStuck(static () => true, Replace);
    }

    internal CoQueue<int> Queue { get; }

    /// <summary>For how long each put and get may wait; null for as long as it takes.</summary>
    internal double? Limit { get; init; }

    /// <summary>Whether those who wait for an item do so until the queue is shut down.</summary>
    internal bool IsReadToEnd { get; init; }

    internal IEnumerator<Awaitable> Put(int[] items, double delay = 0)
    {
        foreach (int item in items)
        {
            yield return Sleep(delay);
            yield return Limit is null ? Queue.Put(item) : WaitFor(Queue.Put(item), Limit);
            _put.Add(item);
        }
    }

    internal IEnumerator<Awaitable> Get(int count)
    {
        for (; count > 0; count--)
        {
            yield return (Limit is null ? Queue.Get() : WaitFor(Queue.Get(), Limit)).Into(out Awaitable<int> item);
            Note(item.Result);
        }
    }

    internal IEnumerator<Awaitable> Read()
    {
        QueueReader<int> reader = Queue.ReadAll();
        yield return reader.Next();
        while (!reader.IsAtEnd)
        {
            Note(reader.Current);
            yield return reader.Next();
        }
    }

    internal void TakeNow() => Note(Queue.GetNoWait());

    internal void Shutdown(bool immediate)
    {
        _dropped += immediate ? Queue.Count : 0;
        Queue.Shutdown(immediate);
    }

    internal void Note(int item)
    {
        _got.Add(item);
        Queue.TaskDone();
    }

    private void CheckBalance()
    {
        _got.ShouldBeUnique();
        _got.ShouldBeSubsetOf(_put);
        (_got.Count + _dropped + Queue.Count).ShouldBe(_put.Count, "items got, dropped and left, against items put");
        Queue.Unfinished.ShouldBe(Queue.Count);
    }

    // Does what somebody who was cancelled has left undone.
    private void Replace()
    {
        if (Queue.Putters.Count > 0 || Queue.Waiters.Count > Queue.Getters.Count)
        {
            TakeNow();
        }
        else if (IsReadToEnd)
        {
            Queue.Shutdown();
        }
        else
        {
            _put.Add(100 + _put.Count);
            Queue.PutNoWait(_put[^1]);
        }
    }
}
