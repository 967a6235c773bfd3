using System.Diagnostics;

namespace Coroutines;

/// <summary>What a task, or something that tasks wait for, is known by in a recording. It stays when they are gone.</summary>
/// <param name="id">Its number, which nothing else of its scheduler has.</param>
/// <param name="name">What to call it.</param>
internal sealed class TraceTag(long id, string name)
{
    // Of a task of which nothing is known yet: long enough that some steps are looked at.
    private const double UnknownStep = 1e-6;

    // A long step is remembered for as many short ones as halve this some times: 11 of them halve it once.
    private const int Forgetting = 4;

    private int _suspected;

    /// <summary>Its number; 0 for what is known by its sort alone.</summary>
    internal long Id => id;

    /// <summary>What to call it; of a task, what it was called when it was looked at last.</summary>
    internal string Name { get; set; } = name;

    /// <summary>Of a task: the number of the one that has started it; 0 if that is not known, or no task. A number, so that no line of ancestors is kept.</summary>
    internal long ParentId { get; set; }

    /// <summary>The same as the number of that task itself, which it has with or without a recording.</summary>
    internal long ParentTaskId { get; set; }

    /// <summary>Of a task: when it took its first step, in seconds of the scheduler's time; null if nobody observed that.</summary>
    internal double? Started { get; set; }

    /// <summary>Of a task: how many steps of it were observed.</summary>
    internal long StepCount { get; set; }

    /// <summary>How long those of them took together that were timed, in units of <see cref="Stopwatch"/>.</summary>
    internal long StepTicks { get; set; }

    /// <summary>Of a task: how long its steps take lately, at most, as far as was seen; in the same units.</summary>
    internal long UsualTicks { get; private set; } = (long)(UnknownStep * Stopwatch.Frequency);

    /// <summary>Of a task: how many steps may be timed together if one of them is its own. Fewer while it is under suspicion.</summary>
    internal int MostTogether { get; private set; } = int.MaxValue;

    /// <summary><see cref="StepTicks"/> as a time.</summary>
    internal TimeSpan StepTime => TimeSpan.FromSeconds(StepTicks / (double)Stopwatch.Frequency);

    /// <summary>Of a task: the group or host that it is in; null for none.</summary>
    internal string? Group { get; set; }

    /// <summary>Of a task: the name of the coroutine that it runs; null if it was over when it was looked at first.</summary>
    internal string? Coroutine { get; set; }

    /// <summary>Of a task that has failed: with what, and where in its coroutines.</summary>
    internal string? Fault { get; set; }

    /// <summary>A step of it has taken too long, or one of several of which it has taken one.</summary>
    /// <param name="steps">For how many of its steps it is under suspicion.</param>
    /// <param name="mostTogether">How many steps may be timed together with its own meanwhile.</param>
    internal void Suspect(int steps, int mostTogether)
    {
        _suspected = Math.Max(_suspected, steps);
        MostTogether = Math.Min(MostTogether, mostTogether);
    }

    /// <summary>A step of it is over, in which it was maybe under suspicion.</summary>
    internal void PassOver()
    {
        if (_suspected > 0 && --_suspected == 0)
        {
            MostTogether = int.MaxValue;
        }
    }

    /// <summary>A step of it has taken so long.</summary>
    internal void NoteStep(long ticks) => UsualTicks = Math.Max(ticks, UsualTicks - (UsualTicks >> Forgetting) - 1);
}
