namespace Coroutines.Testing;

/// <summary>Watches whether a run comes on, and whether what always holds does.</summary>
internal sealed class Liveness(Scheduler scheduler)
{
    private readonly List<Invariant> _invariants = [];
    private readonly Dictionary<CoTask, long> _lastSteps = [];
    private int _progressLimit = int.MaxValue;
    private int _starvationLimit = int.MaxValue;
    private long _lastProgress;
    private long _nextLook;
    private double _time;

    /// <summary>An assertion that does not hold any more; null as long as all do.</summary>
    internal AssertionFailedException? Violation { get; private set; }

    /// <summary>A run begins.</summary>
    internal void Start(TestOptions options)
    {
        _progressLimit = options.ProgressLimit;
        _starvationLimit = options.StarvationLimit;
        _lastProgress = scheduler.Loop.Iteration;
        _nextLook = _lastProgress + _starvationLimit;
        _lastSteps.Clear();
        Violation = null;
    }

    /// <summary>From now on, something has to hold after each step.</summary>
    /// <returns>What ends that when it is disposed.</returns>
    internal IDisposable Add(Func<bool> condition, string what)
    {
        var invariant = new Invariant(this, condition, what);
        _invariants.Add(invariant);
        return invariant;
    }

    /// <summary>An iteration begins.</summary>
    /// <returns>Why the run is to end; null if it is not.</returns>
    internal string? Look()
    {
        if (scheduler.Time != _time)
        {
            _time = scheduler.Time;
            NoteProgress();
        }

        long iteration = scheduler.Loop.Iteration;
        if (iteration - _lastProgress > _progressLimit)
        {
            return FormattableString.Invariant(
                $"came no further for {_progressLimit:#,0} iterations (ProgressLimit): its tasks keep each other busy, while no time passes and none of them ends");
        }

        return _starvationLimit < int.MaxValue && iteration >= _nextLook ? LookForStarvation(iteration) : null;
    }

    internal void NoteProgress() => _lastProgress = scheduler.Loop.Iteration;

    /// <summary>A step is over.</summary>
    internal void EndStep(IRunnable item)
    {
        if (item is CoTask task)
        {
            NoteStep(task);
        }

        foreach (Invariant invariant in _invariants)
        {
            if (Violation is null && !invariant.Holds())
            {
                string who = item is CoTask by ? by.DescribeChain() : "a callback";
                Violation = new AssertionFailedException($"{invariant.What} does not hold any more, after a step of {who}.");
                scheduler.Stop();
            }
        }
    }

    private void NoteStep(CoTask task)
    {
        if (_progressLimit < int.MaxValue && (task.IsDone || (task.Attention & TaskAttention.First) != 0))
        {
            NoteProgress();
        }

        if (_starvationLimit < int.MaxValue)
        {
            _lastSteps[task] = scheduler.Loop.Iteration;
        }
    }

    private string? LookForStarvation(long iteration)
    {
        // Not in each iteration: it goes through all tasks.
        _nextLook = iteration + Math.Max(_starvationLimit / 4, 1);
        foreach (CoTask task in scheduler.AllTasks())
        {
            if (task is { State: FutureState.Waiting, Awaited: Waiter } && _lastSteps.TryGetValue(task, out long last) && iteration - last > _starvationLimit)
            {
                return FormattableString.Invariant(
                    $"starves {task.DescribeChain()}, which is {task.DescribeWait()}, for over {_starvationLimit:#,0} iterations in which others went on (StarvationLimit)");
            }
        }

        return null;
    }

    private sealed class Invariant(Liveness owner, Func<bool> condition, string what) : IDisposable
    {
        internal string What => what;

        internal bool Holds() => condition();

        public void Dispose() => owner._invariants.Remove(this);
    }
}
