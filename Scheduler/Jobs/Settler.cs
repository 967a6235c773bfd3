using static Coroutines.Awaitable;

namespace Coroutines.Jobs;

/// <summary>Tells the source what has become of jobs, until it knows.</summary>
/// <remarks>A job stays here until the source has taken what it was told: whatever is cancelled or fails in between, it is told again.</remarks>
/// <param name="source">The source.</param>
/// <param name="options">How long the pauses are when it is away.</param>
/// <param name="settled">Told of each job that is settled.</param>
internal sealed class Settler(IJobSource source, JobWorkerOptions options, Action<JobInHand> settled)
{
    private readonly CoSignal _more = new("jobs to be settled");
    private readonly Outage _outage = new("Settling jobs", options);
    private readonly long[] _counts = new long[(int)SettlementKind.DeadLetter + 1];

    // In the order in which they were decided.
    private readonly List<JobInHand> _pending = [];

    /// <summary>How many the source has still to be told of.</summary>
    internal int Pending => _pending.Count;

    /// <summary>How many were settled so.</summary>
    internal long CountOf(SettlementKind kind) => _counts[(int)kind];

    /// <summary>It is decided what becomes of a job.</summary>
    internal void Add(JobInHand hand)
    {
        _pending.Add(hand);
        _more.Emit();
    }

    /// <summary>Tells, as long as it runs.</summary>
    internal IEnumerator<Awaitable> Run()
    {
        while (true)
        {
            while (_pending.Count == 0)
            {
                yield return _more.Next();
            }

            yield return Await(TellAll());
        }
    }

    /// <summary>Tells until nothing is left.</summary>
    internal IEnumerator<Awaitable> Flush()
    {
        while (_pending.Count > 0)
        {
            yield return Await(TellAll());
        }
    }

    /// <summary>Tells of all that there are, once. What comes meanwhile is left to the next time.</summary>
    private IEnumerator<Awaitable> TellAll()
    {
        JobInHand[] hands = [.. _pending];
        Job[] acknowledged = [.. hands.Where(static hand => hand.Kind == SettlementKind.Acknowledge).Select(static hand => hand.Job)];
        Exception? failure = null;
        if (acknowledged.Length > 0)
        {
            yield return Settle(source.Acknowledge(acknowledged), out Outcome outcome, includeCancellation: true);
            if (!outcome.HasFailed(out failure))
            {
                NoteSettled(acknowledged.ToHashSet());
            }
        }

        foreach (JobInHand hand in hands.Where(static hand => hand.Kind != SettlementKind.Acknowledge))
        {
            Job told = hand.Job;
            yield return Settle(hand.Kind == SettlementKind.Reject ? source.Reject(told, hand.Delay) : source.DeadLetter(told, hand.Reason), out Outcome outcome, includeCancellation: true);
            if (!outcome.HasFailed(out Exception? refusal))
            {
                NoteSettled([told]);
            }

            failure ??= refusal;
        }

        if (failure is null)
        {
            _outage.End();
        }
        else
        {
            yield return _outage.Pause(failure);
        }
    }

    // One that was delivered again meanwhile is to be settled by that delivery.
    private void NoteSettled(HashSet<Job> told) => _pending.RemoveAll(hand =>
    {
        if (!told.Contains(hand.Job))
        {
            return false;
        }

        _counts[(int)hand.Kind]++;
        settled(hand);
        return true;
    });
}
