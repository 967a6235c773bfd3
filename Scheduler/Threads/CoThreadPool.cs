using System.Diagnostics;

namespace Coroutines;

/// <summary>
/// A bounded number of threads that run functions for coroutines, first come first served: Python's
/// <c>ThreadPoolExecutor</c>.
/// </summary>
/// <remarks>
/// A thread is started when there is work and none is idle, up to the limit. It is a background thread, and ends when it has been idle
/// for ten seconds, or the pool is disposed, or nobody holds the pool any more. The members may be called from any thread.
/// </remarks>
[DebuggerDisplay("{DebuggerDisplay,nq}")]
public sealed class CoThreadPool : IDisposable
{
    private static readonly TimeSpan _idleLimit = TimeSpan.FromSeconds(10);

    // Apart from the pool, for its threads hold it: they are not to hold who uses them.
    private readonly PoolThreads _threads;

    /// <summary>Creates a pool. It starts no thread yet.</summary>
    /// <param name="maxThreads">How many threads it may have; by default the processors and 4 more, at most 32, as in Python.</param>
    /// <param name="name">What its threads are called, in front of their number.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxThreads"/> is less than 1.</exception>
    public CoThreadPool(int? maxThreads = null, string name = "CoThreadPool")
        : this(maxThreads, name, _idleLimit)
    {
    }

    /// <param name="maxThreads">How many threads it may have; null for the default.</param>
    /// <param name="name">What its threads are called, in front of their number.</param>
    /// <param name="idleLimit">How long an idle thread waits for work before it ends.</param>
    internal CoThreadPool(int? maxThreads, string name, TimeSpan idleLimit)
    {
        MaxThreads = maxThreads ?? Math.Min(32, Environment.ProcessorCount + 4);
        if (MaxThreads < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(maxThreads), maxThreads, "A pool needs at least one thread.");
        }

        ThrowHelper.IfNull(name, nameof(name));
        _threads = new PoolThreads(MaxThreads, name, idleLimit);
    }

    /// <summary>Nobody can give it work any more: its threads end when what they have is done.</summary>
    ~CoThreadPool() => _threads?.ShutDown();

    /// <summary>How many threads it may have.</summary>
    public int MaxThreads { get; }

    /// <summary>How many threads it has.</summary>
    public int ThreadCount => _threads.Count;

    /// <summary>
    /// Takes no more work, and waits until what was taken is done and the threads have ended: Python's
    /// <c>shutdown(wait=True)</c>. A second call waits too.
    /// </summary>
    /// <exception cref="InvalidOperationException">Called from one of its own threads, which would wait for itself.</exception>
    public void Dispose()
    {
        _threads.VerifyIsNoneOfThem();
        TryShutDown(Timeout.InfiniteTimeSpan);
        GC.SuppressFinalize(this);
    }

    /// <summary>Takes no more work, and waits for its threads to end.</summary>
    /// <param name="limit">How long at most.</param>
    /// <returns>Whether they have ended.</returns>
    internal bool TryShutDown(TimeSpan limit)
    {
        _threads.ShutDown();
        return _threads.TryJoin(limit);
    }

    /// <summary>Has a thread run something.</summary>
    internal void Submit(WorkItem item)
    {
        _threads.Submit(item);

        // Not collected, and with that shut down, before the work was taken.
        GC.KeepAlive(this);
    }

    private string DebuggerDisplay => $"{_threads}";
}
