using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Coroutines;

/// <summary>Knows how long steps take, with as few looks at the clock as it needs for that.</summary>
/// <remarks>
/// <para>A look costs more than many a step. So where tasks are known for short steps, one look serves several of them. It comes at once when a beat of
/// <see cref="Heartbeat"/> has come: a step that turns out a long one is found out by that.</para>
/// <para>A shorter one is found by narrowing down, as it is done with samples of blood. Where several steps have taken too long, fewer of them are timed together
/// for a while; and if that happens again, each by itself. That goes on until it has cost as much time as the long step has: so looking for somebody who blocks
/// never costs more than he does.</para>
/// </remarks>
/// <param name="timing">When it looks.</param>
/// <param name="shortStep">Where that is adapted to the steps: up to how long one is a short one, in units of <see cref="Stopwatch"/>.</param>
/// <param name="mostTogether">And for how many such steps there is one look, at most.</param>
internal sealed class StepTimer(StepTiming timing, long shortStep = 0, int mostTogether = 1)
{
    // In seconds. Longer than two beats: within that time several steps may have been, and which one was the long one is not known.
    private const double Doubt = 0.012;

    // Less than that is nobody's fault: the system has taken it, as it does many times a second.
    private const double Tolerance = 50e-6;

    // The same where a beat has come, which takes some of the time itself if it comes on the same processor.
    private const double ToleranceOfABeat = 500e-6;

    // Of a look.
    private const double Cost = 25e-9;

    // Into how many parts those are divided who are under suspicion.
    private const int Parts = 8;

    // However long a step was, as when a debugger has stopped it.
    private const int LongestSuspicion = 1_000_000;

    private static readonly long _doubt = TicksOf(Doubt);
    private static readonly long _tolerance = TicksOf(Tolerance);
    private static readonly long _toleranceOfABeat = TicksOf(ToleranceOfABeat);

    // Of the batch: what it is, how many of its steps have not ended, and whether its tasks are told of their times by this timer.
    private ReadyQueue? _batch;
    private int _left;
    private bool _creditsTasks;

    private bool _isBeating;
    private int _beat;

    // How many steps may be timed together, of the one that runs and those that have ended since the last look; and how many these are.
    private int _most;
    private int _waiting;
    private long _looked;

    /// <summary>Whether it looks at the clock from one step to the next.</summary>
    internal bool TimesSteps => timing != StepTiming.EachIteration;

    /// <summary>When the clock was looked at before the step.</summary>
    internal long Started { get; private set; }

    /// <summary>How much later it was looked at again, at its end; 0 if it was not.</summary>
    internal long Ticks { get; private set; }

    /// <summary>How many steps ran in between, the last of which it is. <see cref="StepTime.Untimed"/> and <see cref="StepTime.Pending"/> are no numbers.</summary>
    internal byte Together { get; private set; }

    internal static long TicksOf(double seconds) => (long)(seconds * Stopwatch.Frequency);

    /// <summary>A batch begins.</summary>
    /// <param name="batch">What the queue holds.</param>
    /// <param name="creditsTasks">Whether its tasks are told how long their steps took. Where several look on, one does that.</param>
    internal void BeginBatch(ReadyQueue batch, bool creditsTasks)
    {
        _batch = batch;
        _left = batch.Count;
        _creditsTasks = creditsTasks;
        if (timing == StepTiming.Adaptive)
        {
            _isBeating = Heartbeat.Need();
        }

        _looked = Stopwatch.GetTimestamp();
        Next();
    }

    /// <summary>A step begins.</summary>
    /// <param name="tag">Of whom, if it is a task that goes on with what it has waited for: what comes of others is not known.</param>
    /// <returns>Whether the clock was looked at, for those that have ended: then <see cref="Next"/> is to be called when that has been told.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool Begin(TraceTag? tag)
    {
        int most = _isBeating && tag is not null && tag.UsualTicks <= shortStep ? Math.Min(tag.MostTogether, mostTogether) : 1;
        if (_waiting == 0)
        {
            _most = most;
            return false;
        }

        _most = Math.Min(_most, most);
        if (_waiting < _most)
        {
            return false;
        }

        LookAtThoseThatWait(ended: 1);
        return true;
    }

    /// <summary>A step is over.</summary>
    /// <param name="tag">Whose it was; null for no task.</param>
    /// <returns>Whether the clock was looked at: then <see cref="Next"/> is to be called when that has been told.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool End(TraceTag? tag)
    {
        _left--;
        if (_waiting < _most - 1 && _left > 0 && _beat == Heartbeat.Count)
        {
            _waiting++;
            return false;
        }

        return timing != StepTiming.EachIteration && LookAtTheEnd(tag);
    }

    /// <summary>What has ended is told, and the next step begins when the clock was looked at last.</summary>
    internal void Next()
    {
        Started = _looked;
        Ticks = 0;
        Together = timing == StepTiming.EachIteration ? StepTime.Untimed : StepTime.Pending;
        _waiting = 0;
        _beat = Heartbeat.Count;
    }

    private void Look()
    {
        _looked = Stopwatch.GetTimestamp();
        Ticks = _looked - Started;
    }

    private bool LookAtTheEnd(TraceTag? tag)
    {
        if (_most > 1)
        {
            _waiting++;
            LookAtThoseThatWait(ended: 0);
        }
        else
        {
            LookAtOne(tag);
        }

        return true;
    }

    private void LookAtOne(TraceTag? tag)
    {
        Look();
        Together = 1;
        if (tag is null)
        {
            return;
        }

        if (_creditsTasks)
        {
            tag.StepTicks += Ticks;
            tag.PassOver();
        }

        if (timing == StepTiming.Adaptive)
        {
            Judge(ended: 0, hasBeat: _beat != Heartbeat.Count);
        }
    }

    /// <summary>Looks at the clock for steps that were expected to be short ones.</summary>
    /// <param name="ended">How many items of the batch stand between the one that runs and the last one that has ended.</param>
    private void LookAtThoseThatWait(int ended)
    {
        Look();

        // Where a beat has come in the last step, the others were over before it, and so within a few milliseconds.
        bool hasBeat = _beat != Heartbeat.Count;
        Together = hasBeat && Ticks > _doubt ? (byte)1 : (byte)_waiting;
        if (_creditsTasks)
        {
            Share(ended);
        }

        Judge(ended, hasBeat);
    }

    private void Share(int ended)
    {
        long share = Ticks / Together;
        for (int i = ended; i < ended + Together; i++)
        {
            if (TagBefore(i) is { } tag)
            {
                tag.StepTicks += share;
                tag.PassOver();
            }
        }

        if (TagBefore(ended) is { } last)
        {
            last.StepTicks += Ticks - (share * Together);
        }
    }

    private void Judge(int ended, bool hasBeat)
    {
        if (Ticks > Math.Max(Together * shortStep, hasBeat ? _toleranceOfABeat : _tolerance))
        {
            Suspect(ended);
        }
        else if (Together == 1)
        {
            TagBefore(ended)?.NoteStep(Ticks);
        }
    }

    // It was one of them, nobody knows whose. Mostly the system has taken the time, and it is nobody's.
    private void Suspect(int ended)
    {
        int few = Math.Max(mostTogether / Parts, 1);
        int most = Together > few ? few : 1;
        int looks = Together > 1 ? Parts : 1;
        int steps = (int)Math.Min(Ticks / (looks * Cost * Stopwatch.Frequency), LongestSuspicion);
        for (int i = ended; i < ended + Together; i++)
        {
            if (TagBefore(i) is { } tag)
            {
                tag.NoteStep(Ticks / Together);
                tag.Suspect(steps, most);
            }
        }
    }

    private TraceTag? TagBefore(int count) => (_batch!.RanBefore(count) as CoTask)?.Tag;
}
