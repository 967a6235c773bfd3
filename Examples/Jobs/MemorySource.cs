using System.Globalization;
using System.Text;
using static Coroutines.Awaitable;

namespace Coroutines.Examples.Jobs;

/// <summary>A source in memory: the least that a worker needs. Nothing outlives the program, so that nothing has to be leased.</summary>
internal sealed class MemorySource : IJobSource
{
    private readonly CoQueue<Job> _jobs = new();
    private int _count;

    internal void Add(string payload) => _jobs.PutNoWait(new Job((++_count).ToString(CultureInfo.InvariantCulture), Encoding.UTF8.GetBytes(payload)));

    public IEnumerator<Awaitable> Fetch(int most)
    {
        yield return _jobs.Get().Into(out Awaitable<Job> first);
        List<Job> jobs = [first.Result];
        while (jobs.Count < most && !_jobs.IsEmpty)
        {
            jobs.Add(_jobs.GetNoWait());
        }

        yield return Return(jobs);
    }

    public IEnumerator<Awaitable> Acknowledge(IReadOnlyList<Job> jobs)
    {
        yield break;
    }

    public IEnumerator<Awaitable> Extend(IReadOnlyList<Job> jobs)
    {
        yield break;
    }

    public IEnumerator<Awaitable> Reject(Job job, TimeSpan delay)
    {
        Scheduler.Current.CallLater(delay, () => _jobs.PutNoWait(new Job(job.Id, job.Payload, job.Delivery + 1)));
        yield break;
    }

    public IEnumerator<Awaitable> DeadLetter(Job job, string reason)
    {
        Console.WriteLine($"put aside: {job}: {reason}");
        yield break;
    }
}
