using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Coroutines;

/// <summary>The threads of a <see cref="CoThreadPool"/>, and the work that waits for them.</summary>
/// <param name="limit">How many threads there may be.</param>
/// <param name="name">What they are called, in front of their number.</param>
/// <param name="idleLimit">How long an idle one waits for work before it ends.</param>
internal sealed class PoolThreads(int limit, string name, TimeSpan idleLimit)
{
    private readonly object _gate = new();
    private readonly Queue<WorkItem> _work = new();
    private readonly List<Thread> _threads = [];
    private int _started;
    private int _idle;
    private bool _isShutDown;

    /// <summary>How many there are.</summary>
    internal int Count
    {
        get
        {
            lock (_gate)
            {
                return _threads.Count;
            }
        }
    }

    /// <summary>For a debugger, which has stopped all threads: without the lock, as one of them may have it.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"pool {Repr.Of(name)}: {_threads.Count} of at most {limit} threads, {_idle} idle, {_work.Count} waiting{(_isShutDown ? ", shut down" : string.Empty)}");

    /// <summary>Refuses a call from one of them.</summary>
    internal void VerifyIsNoneOfThem()
    {
        lock (_gate)
        {
            if (_threads.Contains(Thread.CurrentThread))
            {
                throw new InvalidOperationException($"The thread pool {name} cannot be disposed on its own thread, which would wait for itself.");
            }
        }
    }

    internal void Submit(WorkItem item)
    {
        lock (_gate)
        {
            if (_isShutDown)
            {
                throw new ObjectDisposedException(nameof(CoThreadPool), $"The thread pool {name} was shut down and takes no more work.");
            }

            _work.Enqueue(item);
            if (_work.Count <= _idle || _threads.Count == limit)
            {
                Monitor.Pulse(_gate);
            }
            else
            {
                StartThread();
            }
        }
    }

    /// <summary>No more work is taken; the threads end when there is none left.</summary>
    internal void ShutDown()
    {
        lock (_gate)
        {
            _isShutDown = true;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Waits for them to end.</summary>
    /// <param name="limit">How long at most.</param>
    /// <returns>Whether they have ended.</returns>
    internal bool TryJoin(TimeSpan limit)
    {
        Thread[] threads;
        lock (_gate)
        {
            threads = _threads.ToArray();
        }

        var elapsed = Stopwatch.StartNew();
        foreach (Thread thread in threads)
        {
            TimeSpan left = limit - elapsed.Elapsed;
            if (limit == Timeout.InfiniteTimeSpan)
            {
                thread.Join();
            }
            else if (!thread.Join(left > TimeSpan.Zero ? left : TimeSpan.Zero))
            {
                return false;
            }
        }

        return true;
    }

    private void StartThread()
    {
        var thread = new Thread(RunWork) { IsBackground = true, Name = $"{name}-{++_started}" };
        _threads.Add(thread);

        thread.StartWithoutContext();
    }

    private void RunWork()
    {
        ExecutionContext? empty = ExecutionContext.Capture();
        while (TryRunOne(empty))
        {
        }
    }

    // A method of its own: while the thread waits for more, nothing on its stack keeps what it has run.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TryRunOne(ExecutionContext? empty)
    {
        WorkItem? item = Take();
        item?.Run(empty);
        return item is not null;
    }

    /// <summary>Waits for work.</summary>
    /// <returns>Null when there is none: the thread ends.</returns>
    private WorkItem? Take()
    {
        lock (_gate)
        {
            while (_work.Count == 0)
            {
                _idle++;
                bool hasNews = !_isShutDown && Monitor.Wait(_gate, idleLimit);
                _idle--;
                if (!hasNews && _work.Count == 0)
                {
                    Leave();
                    return null;
                }
            }

            return _work.Dequeue();
        }
    }

    private void Leave()
    {
        if (!_isShutDown)
        {
            // Else whoever shuts them down waits for this one too.
            _threads.Remove(Thread.CurrentThread);
            _work.TrimExcess();
        }
    }
}
