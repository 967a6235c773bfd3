using System.Text;
using static Coroutines.Awaitable;
using static Coroutines.Testing.TestKit;

namespace Coroutines.Tests.Jobs;

/// <summary>
/// A broker in memory, by the time of the scheduler: leases, deliveries, dead letters. Under an exploration each of its calls may fail before it does what it is to do, or after.
/// </summary>
internal sealed class FakeBroker : IJobSource
{
    private readonly List<Entry> _entries = [];
    private readonly CoSignal _more = new("more jobs");

    /// <summary>How long a lease lasts.</summary>
    internal double Lease { get; init; } = 30;

    /// <summary>How long each call takes, there and back.</summary>
    internal double Latency { get; init; } = 0.001;

    /// <summary>Before this time it is away: every call fails.</summary>
    internal double AwayUntil { get; set; }

    /// <summary>Whether its calls fail where an exploration says so.</summary>
    internal bool MayFail { get; init; }

    /// <summary>What closing it does.</summary>
    internal Func<IEnumerator<Awaitable>>? Closing { get; init; }

    /// <summary>What is called and comes through, in order.</summary>
    internal List<string> Calls { get; } = [];

    /// <summary>The sizes of the batches that were fetched.</summary>
    internal List<int> Fetched { get; } = [];

    /// <summary>The sizes of the batches that were acknowledged.</summary>
    internal List<int> AcknowledgedBatches { get; } = [];

    internal IEnumerable<string> Acknowledged => _entries.Where(static entry => entry.State == "acknowledged").Select(static entry => entry.Id);

    internal IEnumerable<string> Dead => _entries.Where(static entry => entry.State == "dead").Select(static entry => $"{entry.Id}: {entry.Reason}");

    /// <summary>The jobs that are not settled for good.</summary>
    internal IEnumerable<string> Open => _entries.Where(static entry => entry.State == "open").Select(static entry => entry.Id);

    /// <summary>How many times each was delivered.</summary>
    internal int DeliveriesOf(string id) => _entries.Single(entry => entry.Id == id).Deliveries;

    /// <summary>How many times it was settled for good.</summary>
    internal int SettlementsOf(string id) => _entries.Single(entry => entry.Id == id).Settlements;

    internal void Add(params string[] ids)
    {
        foreach (string id in ids)
        {
            _entries.Add(new Entry(id));
        }

        _more.Emit();
    }

    public IEnumerator<Awaitable> Fetch(int most)
    {
        yield return Await(Travel("fetch"));
        Entry[] due;
        while ((due = [.. _entries.Where(static entry => entry.State == "open" && entry.HiddenUntil <= Scheduler.Current.Time).Take(most)]).Length == 0)
        {
            yield return Settle(WaitFor(_more.Next(), NextTime()), out _);
        }

        Job[] jobs = [.. due.Select(entry => entry.Deliver(Scheduler.Current.Time + Lease))];
        Fetched.Add(jobs.Length);
        Calls.AddRange(jobs.Select(static job => $"fetched {job.Id}.{job.Delivery}"));

        // The answer may be lost on its way.
        Fail("fetch, after");
        yield return Return(jobs);
    }

    public IEnumerator<Awaitable> Acknowledge(IReadOnlyList<Job> jobs)
    {
        yield return Await(Travel("acknowledge"));
        AcknowledgedBatches.Add(jobs.Count);
        foreach (Job job in jobs)
        {
            Close(job, "acknowledged", string.Empty);
            Fail("acknowledge, in the middle");
        }
    }

    public IEnumerator<Awaitable> Extend(IReadOnlyList<Job> jobs)
    {
        yield return Await(Travel("extend"));
        foreach (Job job in jobs)
        {
            if (Leased(job) is { } entry)
            {
                Calls.Add($"extended {job.Id}");
                entry.HiddenUntil = Scheduler.Current.Time + Lease;
            }
        }
    }

    public IEnumerator<Awaitable> Reject(Job job, TimeSpan delay)
    {
        yield return Await(Travel("reject"));
        if (Leased(job) is { } entry)
        {
            Calls.Add(FormattableString.Invariant($"rejected {job.Id} for {delay.TotalSeconds} s"));
            entry.HiddenUntil = Scheduler.Current.Time + delay.TotalSeconds;
            entry.Receipt = null;
            _more.Emit();
        }

        Fail("reject, after");
    }

    public IEnumerator<Awaitable> DeadLetter(Job job, string reason)
    {
        yield return Await(Travel("dead letter"));
        Close(job, "dead", reason);
        Fail("dead letter, after");
    }

    public IEnumerator<Awaitable> Close()
    {
        if (Closing is not null)
        {
            Calls.Add("closed");
            yield return Await(Closing());
        }
    }

    private IEnumerator<Awaitable> Travel(string call)
    {
        yield return Sleep(Latency);
        if (Scheduler.Current.Time < AwayUntil)
        {
            Calls.Add($"{call} fails");
            throw new IOException("the broker is away");
        }

        Fail(call);
    }

    private void Fail(string place)
    {
        if (MayFail)
        {
            FaultPoint(place);
        }
    }

    private void Close(Job job, string state, string reason)
    {
        if (Leased(job) is { } entry)
        {
            Calls.Add($"{state} {job.Id}");
            entry.State = state;
            entry.Reason = reason;
            entry.Settlements++;
        }
    }

    // Only its last delivery has the job, and only until the lease runs out.
    private Entry? Leased(Job job) => _entries.Find(entry =>
        entry.State == "open" && entry.Id == job.Id && ReferenceEquals(entry.Receipt, job.Receipt) && entry.HiddenUntil > Scheduler.Current.Time);

    private double NextTime()
    {
        double now = Scheduler.Current.Time;
        return _entries.Where(static entry => entry.State == "open").Select(entry => entry.HiddenUntil - now).Where(static left => left > 0).DefaultIfEmpty(double.PositiveInfinity).Min();
    }

    private sealed class Entry(string id)
    {
        internal string Id { get; } = id;

        internal string State { get; set; } = "open";

        internal string Reason { get; set; } = string.Empty;

        internal int Deliveries { get; private set; }

        internal int Settlements { get; set; }

        internal double HiddenUntil { get; set; }

        internal object? Receipt { get; set; }

        internal Job Deliver(double until)
        {
            HiddenUntil = until;
            Receipt = new object();
            return new Job(Id, Encoding.UTF8.GetBytes(Id), ++Deliveries, Receipt);
        }
    }
}
