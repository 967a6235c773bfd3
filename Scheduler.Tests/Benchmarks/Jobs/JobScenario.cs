using Coroutines.Jobs;

namespace Coroutines.Benchmarks;

/// <summary>Jobs from a source in memory, each with one sleep of no time: what the worker itself costs, by how many are fetched at a time.</summary>
internal sealed class JobScenario : IScenario
{
    private const int Count = 100_000;
    private const int Rounds = 5;

    private static readonly int[] _batches = [1, 10, 100];

    private readonly Contender[] _contenders = [.. _batches.Select(static batch => new Contender(Count, count => Run(count, batch)))];

    public string Name => "jobs";

    public void WarmUp() => Array.ForEach(_contenders, static contender => contender.WarmUp());

    public IEnumerable<Row> Measure()
    {
        Contender.Measure(Rounds, _contenders);
        return _contenders.Select(static (contender, i) => new Row($"job, {_batches[i]} at a time and as many ahead", contender.Median)
        {
            Checks = [Check.Under(100_000, contender.Median, "ns, which is 10,000 a second")],
        });
    }

    private static void Run(int count, int batch)
    {
        var source = new Source(count);
        var worker = new JobWorker(source, static _ => Handle(), new JobWorkerOptions { Concurrency = batch, Prefetch = batch });
        source.Emptied = worker.Stop;
        Scheduler.Run(worker.Run());
    }

    private static IEnumerator<Awaitable> Handle()
    {
        yield return Awaitable.Sleep(0);
    }

    private sealed class Source(int count) : IJobSource
    {
        private int _next;
        private int _acknowledged;

        internal Action? Emptied { get; set; }

        public IEnumerator<Awaitable> Fetch(int most)
        {
            yield return null;
            if (_next == count)
            {
                yield return new Future();
            }

            var jobs = new Job[Math.Min(most, count - _next)];
            for (int i = 0; i < jobs.Length; i++)
            {
                jobs[i] = new Job($"{_next++}", default);
            }

            yield return Awaitable.Return(jobs);
        }

        public IEnumerator<Awaitable> Acknowledge(IReadOnlyList<Job> jobs)
        {
            yield return null;
            _acknowledged += jobs.Count;
            if (_acknowledged == count)
            {
                Emptied?.Invoke();
            }
        }

        public IEnumerator<Awaitable> Extend(IReadOnlyList<Job> jobs)
        {
            yield return null;
        }

        public IEnumerator<Awaitable> Reject(Job job, TimeSpan delay)
        {
            yield return null;
        }

        public IEnumerator<Awaitable> DeadLetter(Job job, string reason)
        {
            yield return null;
        }
    }
}
