using System.Diagnostics;

namespace Coroutines.Jobs;

/// <summary>How a <see cref="JobWorker"/> is set up.</summary>
[DebuggerDisplay("{DebuggerDisplay,nq}")]
public sealed class JobWorkerOptions
{
    private const double LongestBackOff = 60;

    /// <summary>How many jobs run at a time; 10 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is less than 1.</exception>
    public int Concurrency { get; init => field = AtLeast(1, value, "A worker runs at least one job at a time."); } = 10;

    /// <summary>
    /// How many more are fetched ahead, so that they come in batches and nobody waits for the next; 10 by default. They are under lease, and are given back by a stop.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public int Prefetch { get; init => field = AtLeast(0, value, "Nothing less than nothing can be fetched ahead."); } = 10;

    /// <summary>How long a job may take before it is cancelled and counts as failed; infinite by default.</summary>
    public Duration TimeLimit { get; init; } = Timeout.InfiniteTimeSpan;

    /// <summary>
    /// How often the source is told that jobs are still worked on; 10 seconds by default. It has to be well below the time of the source's leases.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is 0.</exception>
    public Duration Heartbeat
    {
        get;
        init => field = value.Seconds > 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "There is some time between two heartbeats.");
    } = 10.0;

    /// <summary>
    /// At which delivery a job that fails goes to the dead letters, instead of coming again; 5 by default.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is less than 1.</exception>
    public int MaxDeliveries { get; init => field = AtLeast(1, value, "A job is delivered at least once."); } = 5;

    /// <summary>
    /// How long a job that has failed rests before its next delivery, by the number of the one that has failed, from 1. By default 1 second, and twice as long each time, up to a minute.
    /// </summary>
    public Func<int, Duration> BackOff { get; init; } = static delivery => Doubled(1, delivery);

    /// <summary>
    /// How long the source is left alone after a call of it has failed, by how many calls of that kind have failed in a row. By default a tenth of a second, and twice as long each time, up to a minute.
    /// </summary>
    public Func<int, Duration> SourceBackOff { get; init; } = static failures => Doubled(0.1, failures);

    /// <summary>How long a source that had no jobs is left alone, where it does not wait for them itself; a tenth of a second by default.</summary>
    public Duration PollInterval { get; init; } = 0.1;

    /// <summary>How long jobs may go on when the worker stops, before they are cancelled and given back; 30 seconds by default.</summary>
    public Duration GracePeriod { get; init; } = 30.0;

    /// <summary>
    /// How long what was cancelled may take for its clean-up, and the source for what it is told at the end; 5 seconds by default. Then a job is given back although its handler goes on, and what was not told is
    /// left to the leases.
    /// </summary>
    public Duration Patience { get; init; } = 5.0;

    /// <summary>
    /// Told what goes wrong and does not end the worker: calls of the source that fail, the first in a row of each kind, and handlers that do not end. Null, the default, stands for the exception handler of the scheduler.
    /// What it throws comes out of the worker.
    /// </summary>
    public Action<ExceptionContext>? ProblemHandler { get; init; }

    private string DebuggerDisplay => FormattableString.Invariant($"{Concurrency} jobs at a time, {MaxDeliveries} deliveries, limit {TimeLimit}");

    private static Duration Doubled(double first, int times) => Math.Min(LongestBackOff, first * Math.Pow(2, times - 1));

    private static int AtLeast(int least, int value, string message) =>
        value >= least ? value : throw new ArgumentOutOfRangeException(nameof(value), value, message);
}
