using System.Diagnostics;
using System.Runtime.ExceptionServices;
using static Coroutines.Awaitable;

namespace Coroutines.Jobs;

/// <summary>Takes jobs from a source, and runs a coroutine for each, many at a time.</summary>
/// <remarks>
/// <para>Each job is run at least once, and settled by its last delivery: acknowledged when its handler has ended; given back, with a delay, when it has failed or has taken too long; put to the dead letters with its reason when that was its last
/// delivery, or when the handler throws a <see cref="JobRefusedException"/>. A job may be run twice where a lease has run out, or where the worker or the source has died in the middle: handlers have to bear that.</para>
/// <para>Acknowledgements go in batches: all that have gathered while the last batch was under way. Members are used on the scheduler's thread.</para>
/// <list type="bullet">
/// <item>A source that delivers a job while it is in hand here: it is not run a second time; the later delivery is settled in the place of the earlier.</item>
/// <item>A handler that never ends: it is cancelled at its time limit; if it does not end within <see cref="JobWorkerOptions.Patience"/>, the job is settled as failed, which is reported, and the handler keeps its place among those that run until it ends.</item>
/// <item>A source that is away: it is asked again, with growing pauses, and so is it told. Nothing more is fetched while there are too many that cannot be settled.</item>
/// </list>
/// </remarks>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class JobWorker
{
    private readonly IJobSource _source;
    private readonly Func<Job, IEnumerator<Awaitable>> _handler;
    private readonly JobWorkerOptions _options;
    private readonly CoEvent _stop = new("stop of the worker");
    private JobRun? _run;
    private Exception? _failure;

    /// <summary>Creates a worker. It does nothing before <see cref="Run"/>.</summary>
    /// <param name="source">Where the jobs come from.</param>
    /// <param name="handler">Makes the coroutine that does a job.</param>
    /// <param name="options">How it is set up; null for the defaults.</param>
    /// <exception cref="ArgumentNullException"><paramref name="source"/> or <paramref name="handler"/> is null.</exception>
    public JobWorker(IJobSource source, Func<Job, IEnumerator<Awaitable>> handler, JobWorkerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(handler);
        _source = source;
        _handler = handler;
        _options = options ?? new JobWorkerOptions();
    }

    /// <summary>How many jobs are running.</summary>
    public int Running => _run?.Running ?? 0;

    /// <summary>How many are in hand: running, fetched ahead, or not settled yet.</summary>
    public int InHand => _run?.InHand ?? 0;

    /// <summary>How many were acknowledged.</summary>
    public long Acknowledged => _run?.Settler.CountOf(SettlementKind.Acknowledge) ?? 0;

    /// <summary>How many times one was given back, by a failure or by the stop.</summary>
    public long Rejected => _run?.Settler.CountOf(SettlementKind.Reject) ?? 0;

    /// <summary>How many went to the dead letters.</summary>
    public long DeadLettered => _run?.Settler.CountOf(SettlementKind.DeadLetter) ?? 0;

    /// <summary>A worker that reads the payload of each job first. One that cannot be read goes to the dead letters at once.</summary>
    /// <typeparam name="T">What the payload is read as.</typeparam>
    /// <param name="source">Where the jobs come from.</param>
    /// <param name="read">Reads a payload; what it throws is the reason for the dead letters.</param>
    /// <param name="handler">Makes the coroutine that does a job.</param>
    /// <param name="options">How it is set up; null for the defaults.</param>
    /// <returns>The worker.</returns>
    /// <exception cref="ArgumentNullException">One of the first three is null.</exception>
    public static JobWorker Create<T>(
        IJobSource source, Func<ReadOnlyMemory<byte>, T> read, Func<T, Job, IEnumerator<Awaitable>> handler, JobWorkerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(read);
        ArgumentNullException.ThrowIfNull(handler);
        return new JobWorker(source, job => handler(Read(read, job), job), options);
    }

    /// <summary>Works until <see cref="Stop"/>, or until it is cancelled. A coroutine, to be awaited or run as a task, once.</summary>
    /// <returns>The coroutine.</returns>
    /// <remarks>
    /// <para>Either way it then fetches no more, gives back what has not begun, and lets jobs that run have the <see cref="JobWorkerOptions.GracePeriod"/>; those that are left are cancelled, and given back when they have ended; and the
    /// source is told of all. A cancel during the stop ends the grace, the next one the wait for clean-ups, and the one after it the wait for the source: what it was not told comes again when the leases run out.</para>
    /// <para>Where all tasks are cancelled at once, at the end of <c>Scheduler.Run</c>, there is no grace: jobs that run are given back.</para>
    /// </remarks>
    /// <exception cref="InvalidOperationException">It was run before: at the first yield.</exception>
    public IEnumerator<Awaitable> Run()
    {
        if (_run is not null)
        {
            throw new InvalidOperationException("A worker is run once. Make a new one.");
        }

        _run = new JobRun(_source, _handler, _options);
        Defer(_run.End());
        _run.Start(Fail);
        yield return _stop.Wait();
        if (_failure is not null)
        {
            ExceptionDispatchInfo.Throw(_failure);
        }
    }

    /// <summary>Has it stop, gracefully. <see cref="Run"/> ends when it has.</summary>
    public void Stop() => _stop.Set();

    /// <summary>What it is doing, for reports.</summary>
    /// <returns>For example <c>worker (3 running, 5 in hand)</c>.</returns>
    public override string ToString() => FormattableString.Invariant($"worker ({Running} running, {InHand} in hand)");

    private void Fail(Exception failure)
    {
        _failure ??= failure;
        Stop();
    }

    private static T Read<T>(Func<ReadOnlyMemory<byte>, T> read, Job job)
    {
        try
        {
            return read(job.Payload);
        }
        catch (Exception exception) when (exception is not KeyboardInterruptException)
        {
            throw new JobRefusedException($"The payload cannot be read: {exception.GetType().Name}: {exception.Message}", exception);
        }
    }
}
