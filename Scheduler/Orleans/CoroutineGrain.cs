namespace Coroutines.Orleans;

/// <summary>A grain whose methods are coroutines.</summary>
/// <remarks>
/// <para>A method of the grain hands a coroutine to <see cref="Run{T}"/>, and returns the .NET task that it gives:
/// <c>public Task&lt;int&gt; Enter(string player) => Run&lt;int&gt;(Entering(player));</c>. Calls of other grains are .NET tasks, which a coroutine awaits by
/// <c>Await(…)</c>.</para>
/// <para>Each activation has a <see cref="Scheduler"/> of its own, which is a guest on the activation's turns: nothing of it runs beside anything else of
/// the grain. Whether a call may begin while another one is suspended is up to Orleans, as for any grain: not, unless the grain is <c>[Reentrant]</c> or the
/// method interleaves. Tasks that a coroutine makes by <c>CreateTask</c> go on between the calls and beside them, until they end or the grain is
/// deactivated.</para>
/// <para>When the activation ends, what is left of its tasks is cancelled, and Orleans waits for their <c>finally</c> blocks and deferred coroutines. When
/// the silo stops, calls that run have the <see cref="CoroutineGrainOptions.GracePeriod"/>, and are cancelled then; their callers get a
/// <see cref="GrainDeactivatedException"/>.</para>
/// <para>The silo has to be set up by <see cref="global::Orleans.Hosting.CoroutineHostingExtensions.AddCoroutines(global::Orleans.Hosting.ISiloBuilder, Action{CoroutineGrainOptions})"/>.</para>
/// </remarks>
public abstract class CoroutineGrain : Grain, IDisposable
{
    private readonly GrainLoop _loop;

    /// <summary>Called by Orleans.</summary>
    /// <exception cref="InvalidOperationException">The silo was not set up by <c>AddCoroutines</c>.</exception>
    protected CoroutineGrain() => _loop = GrainLoop.Of(GrainContext, () => FrameInterval);

    /// <summary>The scheduler of this activation. Used on the activation's turns only: in coroutines, and in methods of the grain.</summary>
    protected Scheduler Scheduler => _loop.Scheduler;

    /// <summary>How long a frame is for coroutines that wait for the next one (a bare yield, <c>WaitUntil</c>, a tween); a 60th of a second by default.</summary>
    /// <remarks>While none waits there are no frames, and nothing is spent on them. Sleeps and time limits need none; while frames run, they end with one.</remarks>
    protected virtual Duration FrameInterval => 1 / 60.0;

    /// <summary>Runs a coroutine as a call of this grain. Its first step runs at once.</summary>
    /// <param name="coroutine">The coroutine. A value that it returns is dropped.</param>
    /// <param name="cancellationToken">Cancels it, such as the one that a method of a grain takes.</param>
    /// <returns>
    /// A .NET task that ends as the coroutine does, after its clean-up. Where the grain was deactivated before that, it has failed with a
    /// <see cref="GrainDeactivatedException"/>.
    /// </returns>
    /// <remarks>The coroutine has the caller's <see cref="RequestContext"/>, as any <see cref="AsyncLocal{T}"/>.</remarks>
    /// <exception cref="ArgumentNullException"><paramref name="coroutine"/> is null.</exception>
    protected Task Run(IEnumerator<Awaitable> coroutine, CancellationToken cancellationToken = default) => _loop.Run(coroutine, cancellationToken);

    /// <summary>Runs a coroutine that returns a value as a call of this grain. Its first step runs at once.</summary>
    /// <typeparam name="T">The type of what it returns.</typeparam>
    /// <param name="coroutine">The coroutine.</param>
    /// <param name="cancellationToken">Cancels it, such as the one that a method of a grain takes.</param>
    /// <inheritdoc cref="Run(IEnumerator{Awaitable}, CancellationToken)"/>
    protected Task<T> Run<T>(IEnumerator<Awaitable> coroutine, CancellationToken cancellationToken = default) => _loop.Run<T>(coroutine, cancellationToken);

    /// <summary>Deactivates this activation, and does not wait for calls that run, as <see cref="Grain.DeactivateOnIdle"/> does: they are cancelled.</summary>
    /// <param name="reason">Why, for the callers and the log.</param>
    /// <remarks>Called in a coroutine of such a call, it is cancelled too, at its next suspension. A call that comes later has a new activation.</remarks>
    protected void DeactivateNow(string reason) => _loop.DeactivateNow(reason);

    /// <summary>A coroutine that runs before the first call, such as one that loads the state or begins a task of the grain's own. Does nothing by default.</summary>
    /// <returns>The coroutine. Where it fails, so does the activation.</returns>
    protected virtual IEnumerator<Awaitable> Activate()
    {
        yield break;
    }

    /// <summary>A coroutine that runs last, after everything else has been cancelled and cleaned up, such as one that saves the state. Does nothing by default.</summary>
    /// <param name="reason">Why the grain is deactivated.</param>
    /// <returns>The coroutine. What it fails with goes to Orleans' log.</returns>
    /// <remarks>It does not run when the silo dies. Orleans waits for it, and for the clean-ups before it, for the <c>DeactivationTimeout</c> of its collection options.</remarks>
    protected virtual IEnumerator<Awaitable> Deactivate(DeactivationReason reason)
    {
        yield break;
    }

    /// <summary>Called by Orleans: runs <see cref="Activate"/>.</summary>
    /// <param name="cancellationToken">The end of Orleans' patience.</param>
    /// <returns>Done when the grain is ready for calls.</returns>
    public sealed override Task OnActivateAsync(CancellationToken cancellationToken) => Run(Activate(), cancellationToken);

    /// <summary>Called by Orleans: cancels what is left, waits for its clean-up, and runs <see cref="Deactivate"/>.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="cancellationToken">The end of Orleans' patience: what is still suspended then is closed, and only its <c>finally</c> blocks run.</param>
    /// <returns>Done when all has ended.</returns>
    public sealed override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) =>
        _loop.Close(Deactivate(reason), reason, cancellationToken);

    /// <summary>Called by Orleans, when the activation has ended or could not begin.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Lets go of the scheduler.</summary>
    /// <param name="disposing">Whether <see cref="Dispose()"/> was called.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            _loop.Dispose();
        }
    }
}
