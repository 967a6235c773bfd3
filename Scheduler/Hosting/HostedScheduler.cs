using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using static Coroutines.Awaitable;

namespace Coroutines.Hosting;

/// <summary>A scheduler that runs on a thread of its own, from the start to the stop of a .NET host.</summary>
/// <remarks>
/// <para>Registered by <see cref="Microsoft.Extensions.DependencyInjection.SchedulerHostingExtensions.AddScheduler(Microsoft.Extensions.DependencyInjection.IServiceCollection, Action{SchedulerHostOptions})"/>, and injected wherever something is to run on the loop, such as the
/// requests of a web server: <c>app.MapGet("/", (HostedScheduler loop, CancellationToken aborted) => loop.Run&lt;string&gt;(Answer(), aborted));</c></para>
/// <para>When the host stops, the main coroutine is cancelled at once. Its clean-up, and what was handed in, have the
/// <see cref="SchedulerHostOptions.GracePeriod"/>; what is left then is cancelled. Either way the <c>finally</c> blocks and the deferred coroutines
/// run. All members may be used on any thread.</para>
/// </remarks>
public sealed class HostedScheduler : IHostedService, IDisposable
{
    private readonly IServiceProvider _services;
    private readonly SchedulerHostOptions _options;
    private readonly IHostApplicationLifetime? _lifetime;
    private readonly HostLog _log;
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _impatience = new();
    private readonly CoEvent _stop = new("stop of the host");
    private readonly CoSignal _idle = new("idle");

    private Thread? _thread;
    private volatile Scheduler? _scheduler;
    private volatile bool _isStopping;

    // On the loop's thread: how many of those that were handed in have begun and not ended.
    private int _inFlight;

    /// <summary>Made by the host.</summary>
    /// <param name="services">What the main coroutine is given.</param>
    /// <param name="options">The options.</param>
    /// <param name="logger">Told of what reaches nobody, and of the loop's end.</param>
    /// <param name="lifetime">Asked to stop the host when main fails; null if there is none.</param>
    public HostedScheduler(
        IServiceProvider services,
        IOptions<SchedulerHostOptions> options,
        ILogger<HostedScheduler> logger,
        IHostApplicationLifetime? lifetime = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(logger);
        _services = services;
        _options = options.Value;
        _log = new HostLog(logger);
        _lifetime = lifetime;
    }

    /// <summary>The scheduler. Only what may be called from any thread may be called on it.</summary>
    /// <exception cref="InvalidOperationException">The host has not started it.</exception>
    public Scheduler Scheduler => _scheduler ?? throw new InvalidOperationException(
        "The scheduler does not run: the host has not started it yet.");

    /// <summary>Whether the loop runs: from the start of the host until all has ended.</summary>
    public bool IsRunning => _scheduler is not null && !_ended.Task.IsCompleted;

    /// <summary>Runs a coroutine on the loop.</summary>
    /// <param name="coroutine">The coroutine. A value that it returns is dropped.</param>
    /// <param name="cancellationToken">Cancels it, such as the token of an aborted request.</param>
    /// <returns>
    /// A .NET task that ends as the coroutine does, after its clean-up. Failed by an <see cref="InvalidOperationException"/> where the
    /// loop does not run, or the host is stopping: the coroutine never runs then.
    /// </returns>
    /// <remarks>
    /// The coroutine sees the caller's <see cref="AsyncLocal{T}"/> values. Do not block on the task on the loop's own thread: it could
    /// never end.
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="coroutine"/> is null.</exception>
    public Task Run(IEnumerator<Awaitable> coroutine, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(coroutine);
        return Submit(scheduler => scheduler.RunCoroutineThreadsafe(Counted(coroutine), cancellationToken));
    }

    /// <summary>Runs a coroutine that returns a value on the loop.</summary>
    /// <typeparam name="T">The type of what it returns.</typeparam>
    /// <param name="coroutine">The coroutine.</param>
    /// <param name="cancellationToken">Cancels it, such as the token of an aborted request.</param>
    /// <inheritdoc cref="Run(IEnumerator{Awaitable}, CancellationToken)"/>
    public Task<T> Run<T>(IEnumerator<Awaitable> coroutine, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(coroutine);
        return Submit(scheduler => scheduler.RunCoroutineThreadsafe<T>(Counted<T>(coroutine), cancellationToken));
    }

    /// <summary>Starts the loop. Called by the host.</summary>
    /// <param name="cancellationToken">Not heeded: the loop runs within moments.</param>
    /// <returns>Done when the loop runs.</returns>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _thread = new Thread(RunLoop) { Name = $"scheduler {_options.Scheduler.Name}", IsBackground = true };
        _thread.Start();
        return _started.Task;
    }

    /// <summary>Stops the loop, gracefully. Called by the host.</summary>
    /// <param name="cancellationToken">The end of the host's patience: what is left is cancelled, and is waited for no longer.</param>
    /// <returns>Done when all has ended, or the host has no more patience.</returns>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        _isStopping = true;
        if (_scheduler is not { } scheduler || _ended.Task.IsCompleted)
        {
            return Task.CompletedTask;
        }

        try
        {
            scheduler.CallSoonThreadsafe(_stop.Set);
        }
        catch (ObjectDisposedException)
        {
            // It has just ended by itself.
            return _ended.Task;
        }

        var patience = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        CancellationTokenRegistration registration = cancellationToken.Register(() =>
        {
            _impatience.Cancel();
            patience.TrySetResult();
        });
        return Task.WhenAny(_ended.Task, patience.Task).ContinueWith(
            _ => registration.Dispose(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    /// <summary>Lets go of what it holds. Called by the host, after the stop.</summary>
    public void Dispose() => _impatience.Dispose();

    private TTask Submit<TTask>(Func<Scheduler, TTask> submit)
        where TTask : Task
    {
        if (_isStopping || _scheduler is not { } scheduler)
        {
            throw new InvalidOperationException(_isStopping
                ? "The host is stopping: its scheduler takes no more coroutines."
                : "The scheduler does not run: the host has not started it yet.");
        }

        try
        {
            return submit(scheduler);
        }
        catch (ObjectDisposedException ended)
        {
            throw new InvalidOperationException("The scheduler of the host has ended.", ended);
        }
    }

    private void RunLoop()
    {
        try
        {
            using var runner = new Runner(_options.Scheduler);
            runner.Scheduler.ExceptionHandler ??= _log.Report;
            _scheduler = runner.Scheduler;
            runner.Run(Main(), cancellationToken: _impatience.Token);
        }
        catch (CancelledException)
        {
            // The host has no more patience, and all was cancelled.
        }
        catch (Exception exception)
        {
            _log.Failed(exception);
            _started.TrySetException(exception);
            StopHost();
        }
        finally
        {
            _started.TrySetResult();
            _ended.SetResult();
        }
    }

    private IEnumerator<Awaitable> Main()
    {
        CoTask? main = _options.Main is { } make ? CreateTask(Guarded(make), "main") : null;
        _started.TrySetResult();
        yield return _stop.Wait();
        main?.Cancel("The host is stopping.");
        yield return Settle(WaitFor(UntilIdle(main), _options.GracePeriod), out Outcome outcome);
        if (!outcome.IsSuccess)
        {
            _log.Cancels(_inFlight + (main is { IsDone: false } ? 1 : 0));
        }
    }

    // A second cancel, that of the end of the run, would reach the clean-up of the main coroutine.
    private IEnumerator<Awaitable> UntilIdle(CoTask? main)
    {
        if (main is not null)
        {
            yield return Wait([main]);
        }

        while (_inFlight > 0)
        {
            yield return _idle.Next();
        }
    }

    private IEnumerator<Awaitable> Guarded(Func<IServiceProvider, IEnumerator<Awaitable>> make)
    {
        yield return Settle(Made(make), out Outcome outcome);
        if (!outcome.IsSuccess)
        {
            _log.MainFailed(outcome.Exception!);
            if (_options.StopsHostOnFailure)
            {
                StopHost();
            }
        }
    }

    // What makes it may fail as well.
    private IEnumerator<Awaitable> Made(Func<IServiceProvider, IEnumerator<Awaitable>> make)
    {
        yield return Await(make(_services));
    }

    private IEnumerator<Awaitable> Counted(IEnumerator<Awaitable> coroutine)
    {
        _inFlight++;
        try
        {
            yield return Await(coroutine);
        }
        finally
        {
            End();
        }
    }

    private IEnumerator<Awaitable> Counted<T>(IEnumerator<Awaitable> coroutine)
    {
        _inFlight++;
        Awaitable<T> call = Await<T>(coroutine);
        try
        {
            yield return call;
        }
        finally
        {
            End();
        }

        yield return Return(call.Result);
    }

    private void End()
    {
        if (--_inFlight == 0)
        {
            _idle.Emit();
        }
    }

    private void StopHost() => _lifetime?.StopApplication();
}
