namespace Coroutines;

/// <summary>What a scheduler keeps for one of its phases.</summary>
internal sealed class PhaseSlot(FramePhase phase)
{
    // Frame times are sums, and steps are multiples: where both mean the same moment, they may differ in the last bits, of
    // the step or, late in a long life, of the time itself.
    private const double StepTolerance = 1e-9;
    private const double TimeTolerance = 1e-15;

    // As many as a double can count.
    private const long MostSteps = 1L << 53;

    // When the steps of a fixed phase began, and the number of the next one.
    private double _origin = double.NaN;
    private long _nextStep = 1;
    private int _stepsLeftInFrame;
    private long _droppedSteps;

    internal FramePhase Phase => phase;

    /// <summary>Those who wait for it.</summary>
    internal ReadyQueue Queue { get; set; } = new();

    /// <summary>Those who wait for a background phase, and had no turn yet.</summary>
    internal Backlog Backlog { get; } = new();

    internal long Runs { get; set; }

    /// <summary>How many wait for it.</summary>
    internal int Count => Queue.Count + Backlog.Count;

    /// <summary>When the next step of a fixed phase is.</summary>
    internal double NextStepTime => _origin + (_nextStep * phase.Step);

    /// <summary>The steps count from the beginning of the first frame.</summary>
    internal void Anchor(double now)
    {
        if (double.IsNaN(_origin))
        {
            _origin = now;
        }
    }

    /// <summary>A frame begins whose time passes in these steps.</summary>
    internal void BeginFrame(double now)
    {
        _stepsLeftInFrame = phase.MaxSteps;
        Anchor(now);
        if (NextStepTime + ToleranceAt(now) < now)
        {
            // Time went on outside of frames, in a run; there are no steps there.
            GoOnAfter(now - (2 * ToleranceAt(now)));
        }
    }

    /// <summary>By how much two times may differ that mean the same moment.</summary>
    internal double ToleranceAt(double time) => Math.Max(phase.Step * StepTolerance, Math.Abs(time) * TimeTolerance);

    /// <summary>Whether a frame has another step to run; it is never later than the frame's end.</summary>
    internal bool HasStepBy(double end, out double time)
    {
        time = Math.Min(NextStepTime, end);
        return _stepsLeftInFrame > 0 && NextStepTime <= end + ToleranceAt(end);
    }

    /// <summary>A host that counts the steps itself takes the next one now: it is at its own time, as far as the frame reaches.</summary>
    /// <param name="now">How far the frame has come.</param>
    /// <param name="end">When it ends.</param>
    /// <returns>The time of the step.</returns>
    internal double AdoptStep(double now, double end)
    {
        double time = Math.Min(Math.Max(NextStepTime, now), end);
        if (Math.Abs(time - NextStepTime) > ToleranceAt(end))
        {
            // Its steps are the same distance apart, and began at another moment: from here on, so do these.
            _origin += time - NextStepTime;
        }

        return time;
    }

    internal void CountStep()
    {
        _nextStep++;
        _stepsLeftInFrame--;
    }

    /// <summary>Drops the steps that the frame holds and may not run.</summary>
    internal void EndFrame(double end)
    {
        if (_stepsLeftInFrame == 0)
        {
            _droppedSteps += GoOnAfter(end);
        }
    }

    internal PhaseStatus Status(double now)
    {
        double fraction = phase.IsFixed && !double.IsNaN(_origin) ? 1 - ((NextStepTime - now) / phase.Step) : 0;
        return new PhaseStatus(Runs, _droppedSteps, fraction is > 0 and < 1 ? fraction : 0);
    }

    /// <summary>Everybody who waits for it, in order; for reports.</summary>
    internal IEnumerable<IRunnable> Items() => Backlog.Items().Concat(Queue.Items());

    /// <summary>Takes somebody out who waits for it.</summary>
    /// <returns>False if it is not there.</returns>
    internal bool Remove(IRunnable item) => Queue.Remove(item) || Backlog.Remove(item);

    /// <summary>Lets go of what has run, and of the room that a burst has needed.</summary>
    internal void LetGo()
    {
        Queue.LetGo();
        Backlog.LetGo();
    }

    internal void MoveTo(ReadyQueue other)
    {
        while (Backlog.Count > 0)
        {
            other.Enqueue(Backlog.Dequeue());
        }

        Queue.MoveTo(other, Queue.Count);
    }

    internal void Clear()
    {
        Backlog.Clear();
        Queue.Clear();
    }

    /// <summary>Leaves out the steps up to a moment.</summary>
    /// <returns>How many they were.</returns>
    private long GoOnAfter(double time)
    {
        double last = Math.Floor((time + ToleranceAt(time) - _origin) / phase.Step);
        if (last >= MostSteps)
        {
            // Where steps can no longer be told from one another, they are counted anew.
            _origin = time;
            _nextStep = 1;
            return MostSteps;
        }

        long skipped = Math.Max((long)last + 1 - _nextStep, 0);
        _nextStep += skipped;
        return skipped;
    }
}
