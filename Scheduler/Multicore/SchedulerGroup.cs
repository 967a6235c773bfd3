using System.Collections;
using System.Diagnostics;

namespace Coroutines;

/// <summary>Several loops, each a scheduler on a thread of its own: what a program grows to when one core is full. asyncio has no counterpart.</summary>
/// <remarks>
/// <para>The loops share nothing. A coroutine runs on one of them from its start to its end; others have it run there by
/// <see cref="GroupedScheduler.Ask{T}(Func{IEnumerator{Awaitable}})"/> and <see cref="GroupedScheduler.Tell"/>. All members may be used on any thread.</para>
/// <para>A stop goes in two steps. First the main coroutines are cancelled, and all of them are waited for; while any of them cleans up, all loops still take what they are asked and
/// told. Then none takes anything more, what is left is cancelled, and its clean-up is waited for. What fails on the way goes to the loop's exception handler.</para>
/// <para>The threads are background threads: a program that ends without <see cref="Dispose"/> ends them where they stand.</para>
/// </remarks>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class SchedulerGroup : IReadOnlyList<GroupedScheduler>, IDisposable
{
    // 2 to the 32nd over the golden ratio: neighbouring hashes come far apart.
    private const uint Spread = 2654435769;

    private readonly object _lock = new();
    private readonly string _name;
    private readonly GroupedScheduler[] _loops;
    private readonly GroupThread[] _threads = [];
    private readonly List<Exception> _failures = [];
    private readonly TaskCompletionSource<object?> _mainsOver = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<object?> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _mainsLeft;
    private int _loopsLeft;
    private bool _isStopping;

    /// <summary>Creates the loops, and starts them.</summary>
    /// <param name="count">How many; null for one for each processor.</param>
    /// <param name="options">How they are set up; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is less than 1.</exception>
    public SchedulerGroup(int? count = null, SchedulerGroupOptions? options = null)
    {
        int loops = count ?? Environment.ProcessorCount;
        ThrowHelper.IfLessThan(loops, 1, nameof(count), "A group needs at least one loop.");
        options ??= SchedulerGroupOptions.Default;
        _name = options.Name;
        _mainsLeft = _loopsLeft = loops;
        SchedulerOptions[] each = [.. Enumerable.Range(0, loops).Select(index => OptionsOf(options, index))];
        Runner[] runners = Array.ConvertAll(each, static one => new Runner(one));
        _loops = [.. runners.Select((runner, index) => new GroupedScheduler(this, index, runner.Scheduler, options.MaxCalls))];
        _threads = [.. runners.Select((runner, index) => new GroupThread(_loops[index], runner, NameOf(options, index), options.Main))];
        Array.ForEach(_threads, static thread => thread.Start());
    }

    private SchedulerGroup(Scheduler[] schedulers, int maxCalls)
    {
        _name = "guests";
        _loops = [.. schedulers.Select((scheduler, index) => new GroupedScheduler(this, index, scheduler, maxCalls))];
    }

    /// <summary>How many loops it has.</summary>
    public int Count => _loops.Length;

    /// <summary>Whether it was asked to stop.</summary>
    public bool IsStopping
    {
        get
        {
            lock (_lock)
            {
                return _isStopping;
            }
        }
    }

    /// <summary>
    /// Done when all loops have ended; failed with what main coroutines and loops have failed with, which their exception handlers were told as well.
    /// </summary>
    public Task Completion => _ended.Task;

    /// <summary>A loop.</summary>
    /// <param name="index">Which one, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such loop.</exception>
    public GroupedScheduler this[int index] => (uint)index < (uint)_loops.Length
        ? _loops[index]
        : throw new ArgumentOutOfRangeException(nameof(index), index, FormattableString.Invariant($"The group has loops 0 to {_loops.Length - 1}."));

    /// <summary>The loop that a key belongs to, always the same one: what is handed out by key needs no lock, and keeps its order.</summary>
    /// <typeparam name="TKey">The type of the key.</typeparam>
    /// <param name="key">The key: a user, a room, a connection.</param>
    /// <returns>The loop.</returns>
    /// <remarks>
    /// By <see cref="EqualityComparer{T}.Default"/>'s hash code h, as the loop number ⌊(h · 2654435769 mod 2³²) · count / 2³²⌋. Equal keys have equal loops as long as the process lives; hash codes of strings are others in each
    /// process.
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="key"/> is null.</exception>
    public GroupedScheduler For<TKey>(TKey key)
        where TKey : notnull
    {
        ThrowHelper.IfNull(key, nameof(key));
        uint hash = unchecked((uint)EqualityComparer<TKey>.Default.GetHashCode(key) * Spread);
        return _loops[(int)(((ulong)hash * (uint)_loops.Length) >> 32)];
    }

    /// <summary>A group of schedulers that somebody else runs.</summary>
    internal static SchedulerGroup OfGuests(int maxCalls, params Scheduler[] schedulers) => new(schedulers, maxCalls);

    /// <summary>Asks the group to stop, and returns at once. May be called by coroutines of its own. A second call does nothing.</summary>
    public void Stop()
    {
        lock (_lock)
        {
            if (_isStopping)
            {
                return;
            }

            _isStopping = true;
        }

        Array.ForEach(_threads, static thread => thread.StopMain());
        EndIfAllMainsAreOver();
    }

    /// <summary>
    /// Waits until all main coroutines have ended, or one has failed, or the group was stopped, or Ctrl-C, which stops it; then ends the group, as <see cref="Dispose"/>. Without
    /// main coroutines it waits for the stop.
    /// </summary>
    /// <remarks>It blocks the calling thread. What main coroutines or loops have failed with, it throws, the first of them.</remarks>
    /// <exception cref="InvalidOperationException">Called on a thread of the group's, which would wait for itself.</exception>
    public void Join()
    {
        VerifyIsNoneOfItsThreads(nameof(Join));
        using (CtrlC.Watch(scheduler: null, Stop))
        {
            _mainsOver.Task.Wait();
            Dispose();
        }

        Completion.GetAwaiter().GetResult();
    }

    /// <summary>Stops the group, and waits until all of it has ended and its threads are gone. A second call waits too. It blocks the calling thread.</summary>
    /// <exception cref="InvalidOperationException">Called on a thread of the group's, which would wait for itself: call <see cref="Stop"/> there.</exception>
    public void Dispose()
    {
        VerifyIsNoneOfItsThreads(nameof(Dispose));
        Stop();
        Array.ForEach(_threads, static thread => thread.Join());
    }

    /// <summary>The loops, in order.</summary>
    /// <returns>What goes through them.</returns>
    public IEnumerator<GroupedScheduler> GetEnumerator() => ((IEnumerable<GroupedScheduler>)_loops).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _loops.GetEnumerator();

    /// <summary>Name and state, for reports.</summary>
    /// <returns>For example <c>group 'loops' (2 loops, running)</c>.</returns>
    public override string ToString() => FormattableString.Invariant(
        $"group {Repr.Of(_name)} ({_loops.Length} loops, {(Completion.IsCompleted ? "ended" : IsStopping ? "stopping" : "running")})");

    /// <summary>Whether a task runs a coroutine that one of the loops was asked or told to run; on the task's thread.</summary>
    internal bool IsInCall(CoTask? task) => task is not null
        && Array.Find(_loops, loop => ReferenceEquals(loop.Scheduler, task.Scheduler)) is { } loop
        && loop.Calls.Contains(task);

    /// <summary>A main coroutine, or the loop that should have run it, has ended.</summary>
    internal void NoteMainIsOver()
    {
        lock (_lock)
        {
            _mainsLeft--;
        }

        EndIfAllMainsAreOver();
    }

    /// <summary>A main coroutine or a loop has failed: the group is stopped.</summary>
    internal void NoteFailure(Exception failure)
    {
        lock (_lock)
        {
            _failures.Add(failure);
        }

        Stop();
        _mainsOver.TrySetResult(null);
    }

    /// <summary>A loop has ended.</summary>
    internal void NoteEnd()
    {
        lock (_lock)
        {
            if (--_loopsLeft > 0)
            {
                return;
            }
        }

        if (_failures.Count == 0)
        {
            _ended.SetResult(null);
            return;
        }

        // Whoever does not look at it has been told by the exception handlers.
        _ended.SetException(_failures);
        _ = _ended.Task.Exception;
    }

    private static SchedulerOptions OptionsOf(SchedulerGroupOptions options, int index) => options.Scheduler is not { } make
        ? new SchedulerOptions { Name = NameOf(options, index) }
        : make(index) ?? throw new ArgumentException(
            FormattableString.Invariant($"SchedulerGroupOptions.Scheduler returned null for loop {index}: give it new SchedulerOptions()."), nameof(options));

    private static string NameOf(SchedulerGroupOptions options, int index) => FormattableString.Invariant($"{options.Name}-{index}");

    private void EndIfAllMainsAreOver()
    {
        lock (_lock)
        {
            if (_mainsLeft > 0)
            {
                return;
            }
        }

        _mainsOver.TrySetResult(null);
        if (IsStopping)
        {
            // None takes anything more before any of them begins to end.
            Array.ForEach(_loops, static loop => loop.Line.Close());
            Array.ForEach(_threads, static thread => thread.End());
        }
    }

    private void VerifyIsNoneOfItsThreads(string operation)
    {
        if (Array.Exists(_threads, static thread => thread.IsHere))
        {
            throw new InvalidOperationException($"{operation} was called on a thread of {this}, which would wait for itself. Call Stop there, and {operation} elsewhere.");
        }
    }
}
