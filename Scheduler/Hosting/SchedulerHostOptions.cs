namespace Coroutines.Hosting;

/// <summary>How a scheduler is hosted; see <see cref="Microsoft.Extensions.DependencyInjection.SchedulerHostingExtensions.AddScheduler(Microsoft.Extensions.DependencyInjection.IServiceCollection, Action{SchedulerHostOptions})"/>.</summary>
public sealed class SchedulerHostOptions
{
    /// <summary>
    /// How the scheduler is set up. By default it leaves Ctrl-C to the host, and has a <see cref="SynchronizationContext"/>, so that
    /// <c>async</c> code which its coroutines await comes back on the loop. Without an exception handler of its own, what reaches nobody goes to
    /// the <see cref="Microsoft.Extensions.Logging.ILogger"/>.
    /// </summary>
    public SchedulerOptions Scheduler { get; set; } = new() { Name = "host", HandleCtrlC = false, SetsSynchronizationContext = true };

    /// <summary>
    /// Makes the main coroutine, which runs from the start of the host on; null for none, where only what is handed in by
    /// <see cref="HostedScheduler.Run(IEnumerator{Awaitable}, CancellationToken)"/> runs. Called on the loop's thread. When the host stops it is cancelled; it
    /// may also end before, which ends nothing else.
    /// </summary>
    public Func<IServiceProvider, IEnumerator<Awaitable>>? Main { get; set; }

    /// <summary>
    /// How long coroutines that were handed in may go on when the host stops, before they are cancelled. 5 seconds by default;
    /// <see cref="Timeout.InfiniteTimeSpan"/> leaves it to the host's own patience, which ends the wait in any case.
    /// </summary>
    public TimeSpan GracePeriod { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Whether the host stops when the main coroutine fails, as it does for a background service. True by default.</summary>
    public bool StopsHostOnFailure { get; set; } = true;
}
