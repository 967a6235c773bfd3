namespace Coroutines;

/// <summary>Binds the life of a task to something else's: the task is cancelled when its owner is gone.</summary>
/// <remarks>A task may have several owners; the first one that goes ends it. One that ends by itself leaves nothing behind at them.</remarks>
public static class CoTaskExtensions
{
    /// <summary>Cancels the task when a <see cref="Lifetime"/> ends, which may be in the middle of a frame.</summary>
    /// <typeparam name="TTask"><see cref="CoTask"/>, or <see cref="CoTask{T}"/> of some type.</typeparam>
    /// <param name="task">The task.</param>
    /// <param name="owner">The owner's lifetime. If it has ended already, the task is cancelled at once, and does not begin.</param>
    /// <returns>The task.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="task"/> or <paramref name="owner"/> is null.</exception>
    /// <exception cref="InvalidOperationException">The scheduler runs on another thread.</exception>
    public static TTask BindTo<TTask>(this TTask task, Lifetime owner)
        where TTask : CoTask
    {
        ThrowHelper.IfNull(task, nameof(task));
        ThrowHelper.IfNull(owner, nameof(owner));
        task.Scheduler.VerifyThread();
        owner.Add(task);
        return task;
    }

    /// <summary>Cancels the task when a token is cancelled.</summary>
    /// <typeparam name="TTask"><see cref="CoTask"/>, or <see cref="CoTask{T}"/> of some type.</typeparam>
    /// <param name="task">The task.</param>
    /// <param name="owner">
    /// The token. It may be cancelled on any thread; on the scheduler's own, while it runs, that counts at once, elsewhere from
    /// the next iteration or Tick on. If it is cancelled already, the task does not begin.
    /// </param>
    /// <returns>The task.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="task"/> is null.</exception>
    /// <exception cref="InvalidOperationException">The scheduler runs on another thread.</exception>
    public static TTask BindTo<TTask>(this TTask task, CancellationToken owner)
        where TTask : CoTask
    {
        ThrowHelper.IfNull(task, nameof(task));
        task.Scheduler.VerifyThread();
        TokenBond.Bind(task, owner);
        return task;
    }

    /// <summary>Cancels the task when a predicate is no longer true.</summary>
    /// <typeparam name="TTask"><see cref="CoTask"/>, or <see cref="CoTask{T}"/> of some type.</typeparam>
    /// <param name="task">The task.</param>
    /// <param name="isAlive">
    /// What to ask: with the predicates of <c>WaitUntil</c>, once in each Tick, after what waits for the update has gone on. So
    /// the task takes no step in a frame after the one in which its owner died; in that one it may. If it throws, the task is cancelled,
    /// and the exception goes to the exception handler.
    /// </param>
    /// <returns>The task.</returns>
    /// <remarks>A <see cref="Lifetime"/> ends a task at once, and costs nothing in between.</remarks>
    /// <exception cref="ArgumentNullException"><paramref name="task"/> or <paramref name="isAlive"/> is null.</exception>
    /// <exception cref="InvalidOperationException">The scheduler runs on another thread.</exception>
    public static TTask BindTo<TTask>(this TTask task, Func<bool> isAlive)
        where TTask : CoTask
    {
        ThrowHelper.IfNull(task, nameof(task));
        ThrowHelper.IfNull(isAlive, nameof(isAlive));
        task.Scheduler.VerifyAccess();
        task.Scheduler.Predicates.Add(new OwnerWatch(task, isAlive));
        return task;
    }
}

/// <summary>Asks whether the owner of a task is still alive, and cancels the task if it is not.</summary>
file sealed class OwnerWatch(CoTask task, Func<bool> isAlive) : IPolled
{
    public bool Ask()
    {
        if (task.IsDone || IsOwnerAlive())
        {
            return !task.IsDone;
        }

        task.Cancel("Its owner is gone.");
        return false;
    }

    private bool IsOwnerAlive()
    {
        try
        {
            return isAlive();
        }
        catch (Exception exception) when (exception is not KeyboardInterruptException)
        {
            task.Scheduler.Reports.Report(new ExceptionContext($"What tells whether the owner of {task.Describe()} is alive threw an exception; the task is cancelled")
            {
                Exception = exception,
                Future = task,
                Task = task,
            });
            return false;
        }
    }
}

/// <summary>Cancels a task with a token, as long as the task is not done.</summary>
file sealed class TokenBond : IFutureWaiter
{
    private const string Message = "The CancellationToken that it is bound to was cancelled.";

    private readonly CoTask _task;
    private CancellationTokenRegistration _registration;

    private TokenBond(CoTask task) => _task = task;

    internal static void Bind(CoTask task, CancellationToken token)
    {
        if (token.IsCancellationRequested)
        {
            task.Cancel(Message);
        }
        else if (token.CanBeCanceled && !task.IsDone)
        {
            var bond = new TokenBond(task);
            task.AddWaiter(bond);

            // The token's callback may come at any moment, on any thread.
            bond._registration = token.Register(static bond => ((TokenBond)bond!).Cancel(), bond);
        }
    }

    public void OnDone(Future future) => _registration.Dispose();

    private void Cancel()
    {
        if (_task.Scheduler.IsRunningHere)
        {
            _task.Cancel(Message);
        }
        else
        {
            _task.Scheduler.Outside.Call(() => _task.Cancel(Message));
        }
    }
}
