namespace Coroutines;

public sealed partial class Scheduler
{
    /// <summary>Runs a callback in the next iteration: asyncio's <c>call_soon</c>.</summary>
    /// <param name="callback">What to run. Callbacks run in the order in which they were scheduled.</param>
    /// <param name="context">The execution context to run it in; null for a copy of the current one.</param>
    /// <returns>A handle that can cancel it.</returns>
    /// <remarks>An exception goes to <see cref="ExceptionHandler"/>, and the callbacks after it still run.</remarks>
    /// <exception cref="InvalidOperationException">The scheduler runs on another thread.</exception>
    /// <exception cref="ObjectDisposedException">The scheduler was disposed.</exception>
    public Handle CallSoon(Action callback, ExecutionContext? context = null)
    {
        ThrowHelper.IfNull(callback, nameof(callback));
        VerifyAccess();
        var handle = new Handle(this, Domains.Bind(callback), context);
        Loop.TakeInWhatWasPosted();
        Ready.Enqueue(handle);
        return handle;
    }

    /// <summary>
    /// Runs a callback in the next iteration, called from any thread: asyncio's <c>call_soon_threadsafe</c>. A scheduler
    /// that waits is woken; between two Ticks it is run by the next one.
    /// </summary>
    /// <remarks>
    /// A Tick takes 4,096 callbacks of other threads, more as long as it is younger than 5 milliseconds, and leaves the rest for
    /// the next one: a thread that never pauses does not keep a frame from ending.
    /// </remarks>
    /// <param name="callback">What to run.</param>
    /// <param name="context">The execution context to run it in; null for a copy of the caller's.</param>
    /// <returns>A handle; it may be cancelled on the scheduler's thread only.</returns>
    /// <exception cref="ObjectDisposedException">The scheduler was disposed.</exception>
    public Handle CallSoonThreadsafe(Action callback, ExecutionContext? context = null)
    {
        ThrowHelper.IfNull(callback, nameof(callback));
        VerifyNotDisposed();
        var handle = new Handle(this, IsRunningHere ? Domains.Bind(callback) : callback, context);
        if (IsRunningHere)
        {
            // On the loop's own thread nothing has to be carried over.
            Loop.TakeInWhatWasPosted();
            Ready.Enqueue(handle);
        }
        else
        {
            Outside.Post(handle);
        }

        return handle;
    }

    /// <summary>Runs a callback after a while: asyncio's <c>call_later</c>.</summary>
    /// <param name="time">
    /// How long from now, in seconds or as a <see cref="TimeSpan"/>; infinity for never, and a negative time acts as 0, which is the
    /// iteration after this one.
    /// </param>
    /// <param name="callback">What to run. Equal deadlines run in the order in which they were set.</param>
    /// <param name="context">The execution context to run it in; null for a copy of the current one.</param>
    /// <returns>A handle that can cancel it.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="time"/> is NaN.</exception>
    /// <exception cref="InvalidOperationException">The scheduler runs on another thread.</exception>
    /// <exception cref="ObjectDisposedException">The scheduler was disposed.</exception>
    public TimerHandle CallLater(Duration time, Action callback, ExecutionContext? context = null) =>
        CallAt(Clock.Now + time.Seconds, callback, context);

    /// <summary>Runs a callback at a moment: asyncio's <c>call_at</c>.</summary>
    /// <param name="when">The moment in seconds of <see cref="Time"/>; one in the past is due at once.</param>
    /// <param name="callback">What to run. Equal deadlines run in the order in which they were set.</param>
    /// <param name="context">The execution context to run it in; null for a copy of the current one.</param>
    /// <returns>A handle that can cancel it.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="when"/> is NaN.</exception>
    /// <exception cref="InvalidOperationException">The scheduler runs on another thread.</exception>
    /// <exception cref="ObjectDisposedException">The scheduler was disposed.</exception>
    public TimerHandle CallAt(double when, Action callback, ExecutionContext? context = null)
    {
        ThrowHelper.IfNull(callback, nameof(callback));
        ThrowHelper.IfNaN(when, nameof(when));
        VerifyAccess();
        var handle = new TimerHandle(this, when, Domains.Bind(callback), context, Seconds);
        Seconds.Add(when, handle);
        return handle;
    }
}
