namespace Coroutines.Testing;

/// <summary>The steps that are ready and wait nevertheless, while others run.</summary>
/// <remarks>
/// They stay in the ready queue, as the first ones of the next batch. So time does not pass for them, and whoever looks at the queue finds
/// them there. As soon as nobody else can run, one of them does.
/// </remarks>
internal sealed class HeldSteps(Decisions decisions)
{
    /// <summary>The longest time for which a step is held back while others run, in iterations.</summary>
    internal const int Longest = 64;

    /// <summary>Held back until nobody else can run.</summary>
    internal const int UntilAlone = Longest + 1;

    /// <summary>How many answers there are to how long a step is held back.</summary>
    internal const int Answers = UntilAlone + 1;

    private readonly List<StepNumber> _held = [];

    /// <summary>Decides who of a batch waits, and says so in <see cref="StepNumber.HeldFor"/>.</summary>
    /// <param name="steps">Those that might.</param>
    /// <param name="othersRun">Whether something beside them runs.</param>
    /// <returns>How many wait.</returns>
    internal int Hold(List<StepNumber> steps, bool othersRun)
    {
        _held.Clear();
        bool hasChoice = othersRun || steps.Count > 1;
        foreach (StepNumber step in steps)
        {
            if (IsHeld(step, hasChoice))
            {
                _held.Add(step);
            }
        }

        if (_held.Count == steps.Count && _held.Count > 0 && !othersRun)
        {
            ReleaseOne();
        }

        return _held.Count;
    }

    private bool IsHeld(StepNumber step, bool hasChoice)
    {
        if (step.HeldFor == UntilAlone)
        {
            return true;
        }

        if (step.HeldFor > 0)
        {
            return --step.HeldFor > 0;
        }

        step.Step++;
        step.HeldFor = hasChoice ? decisions.ChooseHold(step) : 0;
        return step.HeldFor > 0;
    }

    // Whoever would be the first to go on; the others' time passes too.
    private void ReleaseOne()
    {
        _held.Sort(static (one, other) => one.HeldFor != other.HeldFor ? one.HeldFor.CompareTo(other.HeldFor) : one.Ordinal.CompareTo(other.Ordinal));
        int passed = _held[0].HeldFor;
        int chosen = _held.Count > 1 ? decisions.ChooseAmong(DecisionKind.Release, _held) : 0;
        foreach (StepNumber step in _held)
        {
            step.HeldFor = step.HeldFor == UntilAlone ? UntilAlone : Math.Max(step.HeldFor - passed, 1);
        }

        _held[chosen].HeldFor = 0;
        _held.RemoveAt(chosen);
    }
}
