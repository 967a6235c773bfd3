using System.Diagnostics;

namespace Coroutines;

/// <summary>
/// A bounded number of threads that run functions for coroutines, first come first served: Python's
/// <c>ThreadPoolExecutor</c>.
/// </summary>
/// <remarks>
/// A thread is started when there is work and none is idle, up to the limit; it is a background thread, and stays until
/// the pool is disposed. The members may be called from any thread.
/// </remarks>
public sealed class CoThreadPool : IDisposable
{
    private readonly object _gate = new();
    private readonly Queue<WorkItem> _work = new();
    private readonly List<Thread> _threads = [];
    private readonly string _name;
    private int _idle;
    private bool _isShutDown;

    /// <summary>Creates a pool. It starts no thread yet.</summary>
    /// <param name="maxThreads">How many threads it may have; by default the processors and 4 more, at most 32, as in Python.</param>
    /// <param name="name">What its threads are called, in front of their number.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxThreads"/> is less than 1.</exception>
    public CoThreadPool(int? maxThreads = null, string name = "CoThreadPool")
    {
        MaxThreads = maxThreads ?? Math.Min(32, Environment.ProcessorCount + 4);
        if (MaxThreads < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(maxThreads), maxThreads, "A pool needs at least one thread.");
        }

        ThrowHelper.IfNull(name, nameof(name));
        _name = name;
    }

    /// <summary>How many threads it may have.</summary>
    public int MaxThreads { get; }

    /// <summary>How many threads it has started.</summary>
    public int ThreadCount
    {
        get
        {
            lock (_gate)
            {
                return _threads.Count;
            }
        }
    }

    /// <summary>
    /// Takes no more work, and waits until what was taken is done and the threads have ended: Python's
    /// <c>shutdown(wait=True)</c>. A second call waits too.
    /// </summary>
    /// <exception cref="InvalidOperationException">Called from one of its own threads, which would wait for itself.</exception>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_threads.Contains(Thread.CurrentThread))
            {
                throw new InvalidOperationException($"The thread pool {Repr.Name(_name)} cannot be disposed on its own thread, which would wait for itself.");
            }
        }

        TryShutDown(Timeout.InfiniteTimeSpan);
    }

    /// <summary>Takes no more work, and waits for its threads to end.</summary>
    /// <param name="limit">How long at most.</param>
    /// <returns>Whether they have ended.</returns>
    internal bool TryShutDown(TimeSpan limit)
    {
        Thread[] threads;
        lock (_gate)
        {
            _isShutDown = true;
            Monitor.PulseAll(_gate);
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

    /// <summary>Has a thread run something.</summary>
    internal void Submit(WorkItem item)
    {
        lock (_gate)
        {
            if (_isShutDown)
            {
                throw new ObjectDisposedException(nameof(CoThreadPool), $"The thread pool {_name} was shut down and takes no more work.");
            }

            _work.Enqueue(item);
            if (_work.Count <= _idle || _threads.Count == MaxThreads)
            {
                Monitor.Pulse(_gate);
            }
            else
            {
                StartThread();
            }
        }
    }

    private void StartThread()
    {
        var thread = new Thread(RunWork) { IsBackground = true, Name = $"{_name}-{_threads.Count + 1}" };
        _threads.Add(thread);

        // The thread outlives the one who happens to start it, and is not to keep its AsyncLocal values.
        if (ExecutionContext.IsFlowSuppressed())
        {
            thread.Start();
        }
        else
        {
            using (ExecutionContext.SuppressFlow())
            {
                thread.Start();
            }
        }
    }

    private void RunWork()
    {
        ExecutionContext? empty = ExecutionContext.Capture();
        while (Take() is { } item)
        {
            item.Run(empty);
        }
    }

    /// <summary>Waits for work.</summary>
    /// <returns>Null when there is none, and will be none any more.</returns>
    private WorkItem? Take()
    {
        lock (_gate)
        {
            while (_work.Count == 0)
            {
                if (_isShutDown)
                {
                    return null;
                }

                _idle++;
                Monitor.Wait(_gate);
                _idle--;
            }

            return _work.Dequeue();
        }
    }
}
