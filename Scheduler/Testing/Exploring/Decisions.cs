namespace Coroutines.Testing;

/// <summary>Asks for the decisions of one run, and notes them.</summary>
/// <param name="chooser">Who is asked.</param>
/// <param name="describes">Whether it is noted in words what they were about.</param>
/// <param name="survey">Notes where steps might be held back; null where nobody asks.</param>
/// <param name="expected">About how many there will be.</param>
internal sealed class Decisions(ScheduleChooser chooser, bool describes = false, Survey? survey = null, int expected = 0)
{
    private readonly List<Decision> _made = new(expected);
    private readonly List<Departure> _departures = [];
    private readonly Dictionary<IRunnable, StepNumber> _numbers = [];
    private IRunnable? _runningItem;
    private StepNumber? _running;
    private int _nth;

    /// <summary>What was decided, one after the other.</summary>
    internal IReadOnlyList<Decision> Made => _made;

    /// <summary>How many there are up to now.</summary>
    internal int Count => _made.Count;

    /// <summary>Those by which the run differs from an ordinary one.</summary>
    internal IReadOnlyList<Departure> Departures => _departures;

    /// <summary>The places that were reached that may fail, and whether they did.</summary>
    internal Dictionary<string, bool>? FaultPoints { get; private set; }

    internal StepNumber NumberOf(IRunnable item)
    {
        if (!_numbers.TryGetValue(item, out StepNumber? number))
        {
            number = new StepNumber(item, _numbers.Count);
            _numbers.Add(item, number);
        }

        return number;
    }

    /// <summary>The step that runs, if it is a task's: found only when somebody asks.</summary>
    internal StepNumber? Running => _runningItem is CoTask ? _running ??= NumberOf(_runningItem) : null;

    /// <summary>Its number, where that was asked for or told; else null.</summary>
    internal StepNumber? NumberOfRunning => _running;

    /// <summary>A step begins: what it decides itself is counted from here.</summary>
    /// <param name="item">What takes it.</param>
    /// <param name="step">Which one it is, if that is known.</param>
    internal void BeginStep(IRunnable item, StepNumber? step)
    {
        _runningItem = item;
        _running = step;
        _nth = 0;
    }

    /// <summary>Decides which one of several comes next.</summary>
    internal int ChooseAmong(DecisionKind kind, IReadOnlyList<StepNumber> candidates) =>
        Choose(new DecisionPoint(kind, candidates.Count, null, candidates, 0));

    /// <summary>Decides for how long a step is held back.</summary>
    internal int ChooseHold(StepNumber step)
    {
        survey?.Add(step);
        return Choose(new DecisionPoint(DecisionKind.Hold, HeldSteps.Answers, step, null, 0));
    }

    /// <summary>Decides whether a task is cancelled where it waits.</summary>
    internal bool ChooseCancel(StepNumber step) => Choose(new DecisionPoint(DecisionKind.Cancel, 2, step, null, 0)) == 1;

    /// <summary>Decides whether a timer goes off together with the next one, which makes it late by a part of its delay.</summary>
    internal bool ChooseTogether(StepNumber timer, double share) =>
        Choose(new DecisionPoint(DecisionKind.Together, 2, timer, null, 0, share)) == 1;

    /// <summary>Decides something that the step asks which runs.</summary>
    /// <param name="kind">What.</param>
    /// <param name="count">How many answers there are.</param>
    /// <param name="what">What it is called, for a report.</param>
    /// <param name="probability">How likely an answer above 0 is to be.</param>
    internal int ChooseInStep(DecisionKind kind, int count, string what, double probability = 0) =>
        Choose(new DecisionPoint(kind, count, Running, null, _nth++, probability), what);

    /// <summary>Decides whether a place fails.</summary>
    internal bool ReachFaultPoint(string name)
    {
        bool fails = ChooseInStep(DecisionKind.Fault, 2, name) == 1;
        FaultPoints ??= [];
        FaultPoints[name] = fails || (FaultPoints.TryGetValue(name, out bool hasFailed) && hasFailed);
        return fails;
    }

    private int Choose(in DecisionPoint point, string what = "")
    {
        int choice = chooser.Choose(point);
        int index = _made.Count;
        _made.Add(new Decision(point.Kind, choice, point.Count));
        if (choice != 0)
        {
            StepNumber? subject = point.Candidates is { } candidates ? candidates[choice] : point.Subject;
            string text = describes ? DecisionText.Of(point, choice, subject, what) : string.Empty;
            _departures.Add(new Departure(index, point.Kind, choice, point.KeyOf(subject), text));
        }

        return choice;
    }
}
