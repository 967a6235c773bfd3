using static Coroutines.Awaitable;

namespace Coroutines.Jobs;

/// <summary>A worker at work: what it has in hand, and the tasks that fetch, run, keep and settle.</summary>
internal sealed class JobRun
{
    private readonly IJobSource _source;
    private readonly Func<Job, IEnumerator<Awaitable>> _handler;
    private readonly JobWorkerOptions _options;
    private readonly Dictionary<string, JobInHand> _hand = [];
    private readonly Queue<JobInHand> _waiting = [];
    private readonly HashSet<JobInHand> _running = [];
    private readonly CoSignal _change = new("room for jobs");
    private CoTask? _fetcher;
    private CoTask? _keeper;
    private CoTask? _teller;
    private bool _isStopping;

    internal JobRun(IJobSource source, Func<Job, IEnumerator<Awaitable>> handler, JobWorkerOptions options)
    {
        _source = source;
        _handler = handler;
        _options = options;
        Settler = new Settler(source, options, NoteSettled);
    }

    internal int Running => _running.Count;

    internal int InHand => _hand.Count;

    internal Settler Settler { get; }

    private bool HasRoom => _waiting.Count <= _options.Prefetch / 2 && Room > 0;

    private int Room => _options.Concurrency + _options.Prefetch - _hand.Count;

    // Those whose job was given up are not waited for.
    private bool IsIdle => _running.All(static hand => hand.Kind != SettlementKind.Undecided);

    /// <summary>Begins.</summary>
    /// <param name="failed">Told when it cannot go on.</param>
    internal void Start(Action<Exception> failed)
    {
        _teller = CreateTask(Settler.Run(), "settle jobs");
        _keeper = CreateTask(Keep(), "keep jobs");
        _fetcher = CreateTask(Fetch(), "fetch jobs");
        foreach (CoTask task in new[] { _teller, _keeper, _fetcher })
        {
            task.AddDoneCallback(_ =>
            {
                if (!task.IsCancelled && task.Exception is { } failure)
                {
                    failed(failure);
                }
            });
        }
    }

    /// <summary>The stop. Each cancel that comes meanwhile ends the part that it has come to.</summary>
    internal IEnumerator<Awaitable> End()
    {
        _isStopping = true;
        JobInHand[] notBegun = [.. _waiting];
        _waiting.Clear();

        // Before they are given back: a source that has still been asked for jobs would bring them here again.
        yield return Await(Finish(_fetcher));
        yield return Settle(WaitFor(CloseSource(), _options.Patience), out Outcome closed, includeCancellation: true);
        if (closed.HasFailed(out Exception? failure))
        {
            Outage.Tell(_options, "Closing the source of jobs has failed; the worker stops without it", failure);
        }

        foreach (JobInHand hand in notBegun)
        {
            Decide(hand, SettlementKind.Reject);
        }

        yield return Settle(WaitFor(UntilIdle(), _options.GracePeriod), out _, includeCancellation: true);
        foreach (JobInHand hand in _running.ToArray())
        {
            hand.Task!.Cancel("The worker is stopping.");
        }

        yield return Settle(WaitFor(UntilIdle(), _options.Patience), out _, includeCancellation: true);
        foreach (JobInHand hand in _running.ToArray())
        {
            GiveUp(hand);
        }

        yield return Await(Finish(_teller));
        yield return Settle(WaitFor(Settler.Flush(), _options.Patience), out _, includeCancellation: true);
        yield return Await(Finish(_keeper));
        if (Settler.Pending > 0)
        {
            Outage.Tell(_options, FormattableString.Invariant($"The worker has stopped, and could not tell the source of {Settler.Pending} jobs: they come again when their leases run out"));
        }
    }

    private static IEnumerator<Awaitable> Finish(CoTask? task)
    {
        if (task is not null)
        {
            task.Cancel("The worker is stopping.");
            yield return Settle(task, out _, includeCancellation: true);
        }
    }

    // What makes the coroutine may fail as well.
    private IEnumerator<Awaitable> CloseSource()
    {
        yield return Await(_source.Close());
    }

    private IEnumerator<Awaitable> Fetch()
    {
        var outage = new Outage("Fetching jobs", _options);
        while (!_isStopping)
        {
            while (!HasRoom)
            {
                yield return _change.Next();
            }

            yield return Settle<IReadOnlyList<Job>>(_source.Fetch(Room), out Outcome<IReadOnlyList<Job>> outcome, includeCancellation: true);
            if (outcome.HasFailed(out Exception? failure))
            {
                yield return outage.Pause(failure);
                continue;
            }

            outage.End();
            Take(outcome.Result);
            if (outcome.Result.Count == 0)
            {
                yield return Sleep(_options.PollInterval);
            }
        }
    }

    private void Take(IReadOnlyList<Job> jobs)
    {
        foreach (Job job in jobs)
        {
            if (_hand.TryGetValue(job.Id, out JobInHand? known))
            {
                known.Job = job;
                continue;
            }

            var hand = new JobInHand(job);
            _hand.Add(job.Id, hand);
            if (_isStopping)
            {
                Decide(hand, SettlementKind.Reject);
            }
            else
            {
                _waiting.Enqueue(hand);
            }
        }

        BeginMore();
    }

    private void BeginMore()
    {
        while (_running.Count < _options.Concurrency && _waiting.TryDequeue(out JobInHand? hand))
        {
            _running.Add(hand);
            hand.Task = CreateTask(Work(hand));
            hand.Task.AddDoneCallback(_ => NoteEnd(hand));
        }
    }

    private IEnumerator<Awaitable> Work(JobInHand hand)
    {
        if (!double.IsPositiveInfinity(_options.TimeLimit.Seconds))
        {
            hand.Limit = Scheduler.Current.CallLater(_options.TimeLimit.Seconds + _options.Patience.Seconds, () => GiveUp(hand));
        }

        yield return Settle(WaitFor(Handle(hand.Job), _options.TimeLimit), out Outcome outcome, includeCancellation: true);
        if (outcome.IsSuccess)
        {
            Decide(hand, SettlementKind.Acknowledge);
        }
        else if (outcome.IsCancelled && CoTask.Current!.Cancelling > 0)
        {
            Decide(hand, SettlementKind.Reject);
        }
        else if (outcome.Exception is JobRefusedException refused)
        {
            Decide(hand, SettlementKind.DeadLetter, reason: refused.Message);
        }
        else
        {
            DecideFailure(hand, $"{outcome.Exception!.GetType().Name}: {outcome.Exception.Message}");
        }
    }

    // What makes the coroutine may fail as well.
    private IEnumerator<Awaitable> Handle(Job job)
    {
        yield return Await(_handler(job));
    }

    private void DecideFailure(JobInHand hand, string reason) => Decide(
        hand,
        hand.Job.Delivery >= _options.MaxDeliveries ? SettlementKind.DeadLetter : SettlementKind.Reject,
        _options.BackOff(hand.Job.Delivery),
        FormattableString.Invariant($"delivery {hand.Job.Delivery} has failed, the last of {_options.MaxDeliveries}: {reason}"));

    private void Decide(JobInHand hand, SettlementKind kind, Duration delay = default, string reason = "")
    {
        if (hand.TryDecide(kind, TimeSpan.FromSeconds(Math.Min(delay.Seconds, TimeSpan.MaxValue.TotalSeconds / 2)), reason))
        {
            hand.Limit?.Cancel();
            Settler.Add(hand);
        }
    }

    // Its task has ended; one that was cancelled before its first step has decided nothing.
    private void NoteEnd(JobInHand hand)
    {
        Decide(hand, SettlementKind.Reject);
        _running.Remove(hand);
        BeginMore();
        _change.Emit();
    }

    // It was cancelled, and its handler does not end. It keeps its place.
    private void GiveUp(JobInHand hand)
    {
        if (hand.Kind != SettlementKind.Undecided)
        {
            return;
        }

        Outage.Tell(_options, $"The handler of {hand.Job} was cancelled and does not end; the job is settled without it");
        if (_isStopping)
        {
            Decide(hand, SettlementKind.Reject);
        }
        else
        {
            DecideFailure(hand, "its handler was cancelled at the time limit and does not end");
        }

        _change.Emit();
    }

    private void NoteSettled(JobInHand hand)
    {
        _hand.Remove(hand.Job.Id);
        _change.Emit();
    }

    private IEnumerator<Awaitable> Keep()
    {
        var outage = new Outage("Extending the leases of jobs", _options);
        while (true)
        {
            yield return Sleep(_options.Heartbeat);
            Job[] jobs = [.. _hand.Values.Select(static hand => hand.Job)];
            if (jobs.Length == 0)
            {
                continue;
            }

            yield return Settle(_source.Extend(jobs), out Outcome outcome, includeCancellation: true);
            if (outcome.HasFailed(out Exception? failure))
            {
                yield return outage.Pause(failure);
            }
            else
            {
                outage.End();
            }
        }
    }

    private IEnumerator<Awaitable> UntilIdle()
    {
        while (!IsIdle)
        {
            yield return _change.Next();
        }
    }
}
