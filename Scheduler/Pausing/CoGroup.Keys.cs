namespace Coroutines;

public sealed partial class CoGroup
{
    private TaskKeys? _keys;

    /// <summary>
    /// Starts a coroutine under a key: of those that are started under the same key in this group, only one runs at a time.
    /// </summary>
    /// <param name="key">
    /// The key, compared with <see cref="object.Equals(object)"/>; mostly a string. It is asked for its hash code in this call only.
    /// </param>
    /// <param name="coroutine">The coroutine. A value that it returns is dropped.</param>
    /// <param name="policy">What to do if one is still running under that key.</param>
    /// <param name="name">The task's name; null for Task-1, Task-2 and so on.</param>
    /// <returns>
    /// The task; with <see cref="RestartPolicy.Keep"/>, the one that is running, if there is one. (If that has been cancelled, the one
    /// that is to follow it.)
    /// </returns>
    /// <remarks>
    /// A task that waits for its turn can be cancelled like any other, and then never runs. A paused group keeps it waiting. None begins
    /// inside this call, whatever the task factory says.
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="key"/> or <paramref name="coroutine"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="policy"/> is none.</exception>
    /// <exception cref="InvalidOperationException">The scheduler runs on another thread.</exception>
    /// <exception cref="ObjectDisposedException">The group was disposed. The coroutine never runs.</exception>
    public CoTask CreateTask(object key, IEnumerator<Awaitable> coroutine, RestartPolicy policy, string? name = null)
    {
        ThrowHelper.IfNull(key, nameof(key));
        VerifyMayStart(coroutine);
        if (policy is < RestartPolicy.Keep or > RestartPolicy.Queue)
        {
            throw new ArgumentOutOfRangeException(nameof(policy), policy, "Keep, Replace or Queue is what can be done.");
        }

        _keys ??= new TaskKeys();
        KeyedTasks? tasks = _keys.Find(key, out int hash);
        if (policy == RestartPolicy.Keep && tasks?.FindKept() is { } kept)
        {
            Coroutine.DisposeUnstarted(coroutine, Scheduler);
            return kept;
        }

        // None begins before it stands under its key: an eager one could start another one under it.
        CoTask task = Scheduler.Starter.StartIn(Domain, coroutine, name, context: null, eager: null, isParked: true);
        if (tasks is null)
        {
            tasks = _keys.Add(key, hash);
        }

        tasks.Add(task);
        if (policy == RestartPolicy.Replace)
        {
            tasks.CancelBeforeLast();
        }

        return task;
    }

    /// <summary>The task that runs under a key; null if none does.</summary>
    /// <param name="key">The key.</param>
    /// <returns>The task. Those that wait for their turn are not told.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="key"/> is null.</exception>
    public CoTask? FindTask(object key)
    {
        ThrowHelper.IfNull(key, nameof(key));
        return _keys?.Find(key, out _)?.Running;
    }
}
