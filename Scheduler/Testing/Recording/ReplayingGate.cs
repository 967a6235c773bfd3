using System.Diagnostics;

namespace Coroutines.Testing;

/// <summary>Lets the loop have the posts of other threads at the look at which it had them, and waits there for those that are late.</summary>
internal sealed class ReplayingGate(Scheduler scheduler, Replayer replayer, double patience) : IInboxGate
{
    // In seconds. A thread that posts ends the wait; the rest is looking at the time.
    private const double ShortestWait = 0.001;
    private const double LongestWait = 1;

    private readonly object _lock = new();
    private readonly List<(IRunnable Item, PostOrigin Origin)> _posted = [];
    private long _looks;

    public bool HasItems
    {
        get
        {
            lock (_lock)
            {
                return _posted.Count > 0;
            }
        }
    }

    public void Post(IRunnable item)
    {
        PostOrigin origin = PostOrigin.Of(item, scheduler);
        lock (_lock)
        {
            _posted.Add((item, origin));
            Monitor.Pulse(_lock);
        }
    }

    public int MoveTo(ReadyQueue ready)
    {
        _looks++;
        replayer.BeginLook();
        int moved = 0;
        while (replayer.IsNext(RecordedKind.Post, _looks, out RecordedEvent post))
        {
            ready.Enqueue(WaitFor(new PostOrigin(post.Count, post.Text!)));
            replayer.Take();
            moved++;
        }

        return replayer.IsOver ? MoveAll(ready) : moved;
    }

    private IRunnable WaitFor(PostOrigin origin)
    {
        if (origin.Promise > scheduler.Outside.LastPromise)
        {
            throw replayer.Differ("no thread was asked for that");
        }

        long start = Stopwatch.GetTimestamp();
        lock (_lock)
        {
            while (true)
            {
                int found = _posted.FindIndex(post => post.Origin == origin);
                if (found >= 0)
                {
                    IRunnable item = _posted[found].Item;
                    _posted.RemoveAt(found);
                    return item;
                }

                // While somebody steps through the program, its threads stand still, and the time does not.
                double waited = (Stopwatch.GetTimestamp() - start) / (double)Stopwatch.Frequency;
                if (waited >= patience && !Debugger.IsAttached)
                {
                    throw replayer.Differ(FormattableString.Invariant($"{origin.Thread} has posted nothing for {patience} seconds"));
                }

                Monitor.Wait(_lock, TimeSpan.FromSeconds(Math.Min(Math.Max(patience - waited, ShortestWait), LongestWait)));
            }
        }
    }

    private int MoveAll(ReadyQueue ready)
    {
        lock (_lock)
        {
            _posted.ForEach(post => ready.Enqueue(post.Item));
            int count = _posted.Count;
            _posted.Clear();
            return count;
        }
    }
}
