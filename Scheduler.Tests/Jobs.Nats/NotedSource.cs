using static Coroutines.Awaitable;

namespace Coroutines.Tests.Jobs.Nats;

/// <summary>Passes calls on, and notes what they were about.</summary>
internal sealed class NotedSource(IJobSource source) : IJobSource
{
    /// <summary>All deliveries.</summary>
    internal List<Job> Fetched { get; } = [];

    /// <summary>The deliveries that were acknowledged.</summary>
    internal List<Job> Acknowledged { get; } = [];

    public IEnumerator<Awaitable> Fetch(int most)
    {
        yield return Await<Job[]>(source.Fetch(most)).Into(out Awaitable<Job[]> jobs);
        Fetched.AddRange(jobs.Result);
        yield return Return(jobs.Result);
    }

    public IEnumerator<Awaitable> Acknowledge(IReadOnlyList<Job> jobs)
    {
        Acknowledged.AddRange(jobs);
        return source.Acknowledge(jobs);
    }

    public IEnumerator<Awaitable> Extend(IReadOnlyList<Job> jobs) => source.Extend(jobs);

    public IEnumerator<Awaitable> Reject(Job job, TimeSpan delay) => source.Reject(job, delay);

    public IEnumerator<Awaitable> DeadLetter(Job job, string reason) => source.DeadLetter(job, reason);

    public IEnumerator<Awaitable> Close() => source.Close();
}
