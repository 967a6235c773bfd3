namespace Coroutines.Jobs;

/// <summary>Where jobs come from, and where it is told what has become of them: the part of a broker that a <see cref="JobWorker"/> needs.</summary>
/// <remarks>
/// <para>A source leases each job that it gives away, for a time that it decides, and gives it away again when the lease runs out: so nothing is lost with a worker. Its methods make coroutines, all of
/// which run on the worker's scheduler; those of different methods overlap, those of one method do not. Each may fail: the worker tries again, and does so for ever, with growing pauses. So what
/// settles a job (<see cref="Acknowledge"/>, <see cref="Reject"/>, <see cref="DeadLetter"/>) may be called again for one that is settled already, where it had come through and its answer had not. Such a call
/// does nothing, and so does one for a delivery whose lease has run out.</para>
/// <para>Each may be cancelled, when the worker stops.</para>
/// </remarks>
public interface IJobSource
{
    /// <summary>Waits until there are jobs, and leases some.</summary>
    /// <param name="most">How many at most.</param>
    /// <returns>
    /// A coroutine that returns an <see cref="IReadOnlyList{T}"/> of <see cref="Job"/>. An empty one stands for nothing now, and is asked again after <see cref="JobWorkerOptions.PollInterval"/>. What was leased
    /// by a call that is then cancelled comes again when the lease runs out.
    /// </returns>
    IEnumerator<Awaitable> Fetch(int most);

    /// <summary>Jobs are done: they never come again.</summary>
    /// <param name="jobs">The jobs; all or, where it fails, any part of them are settled.</param>
    /// <returns>A coroutine.</returns>
    IEnumerator<Awaitable> Acknowledge(IReadOnlyList<Job> jobs);

    /// <summary>Jobs are still worked on: their leases begin anew.</summary>
    /// <param name="jobs">The jobs.</param>
    /// <returns>A coroutine.</returns>
    IEnumerator<Awaitable> Extend(IReadOnlyList<Job> jobs);

    /// <summary>A job is given back, to be delivered again.</summary>
    /// <param name="job">The job.</param>
    /// <param name="delay">How long it is to rest before.</param>
    /// <returns>A coroutine.</returns>
    IEnumerator<Awaitable> Reject(Job job, TimeSpan delay);

    /// <summary>A job cannot be done: it is put aside for somebody to look at, and never comes again.</summary>
    /// <param name="job">The job.</param>
    /// <param name="reason">Why, in one line.</param>
    /// <returns>A coroutine.</returns>
    IEnumerator<Awaitable> DeadLetter(Job job, string reason);

    /// <summary>The worker has asked for jobs for the last time: what was asked for and has not come is not to come any more. Called once in each stop, after the last <see cref="Fetch"/> has ended and before jobs that have not begun are
    /// given back, which would else come here again.</summary>
    /// <returns>A coroutine, which is given up after <see cref="JobWorkerOptions.Patience"/>. By default it does nothing: right for a source that has asked for nothing when its <see cref="Fetch"/> has ended.</returns>
    IEnumerator<Awaitable> Close()
    {
        yield break;
    }
}
