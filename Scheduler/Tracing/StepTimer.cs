using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Coroutines;

/// <summary>Knows how long steps take, with as few looks at the clock as it needs for that.</summary>
/// <remarks>
/// A look costs more than many a step. So where tasks are known for short steps, one look serves several of them. It comes at once when a beat of
/// <see cref="Heartbeat"/> has come: a step that turns out a long one is found out by that.
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

    private static readonly long _doubt = TicksOf(Doubt);
    private static readonly long _tolerance = TicksOf(Tolerance);
    private static readonly long _toleranceOfABeat = TicksOf(ToleranceOfABeat);

    // Of the batch: what it is, how many of its steps have not ended, and whether its tasks are told of their times by this timer.
    private ReadyQueue? _batch;
    private int _left;
    private bool _creditsTasks;

    private bool _isBeating;
    private int _beat;

    // Whether the step that runs is expected to be a short one, and how many have ended since the last look.
    private bool _isShort;
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
        _isShort = _isBeating && tag is not null && tag.UsualTicks <= shortStep;
        if (_isShort || _waiting == 0)
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
        if (_isShort && _left > 0 && _waiting < mostTogether - 1 && _beat == Heartbeat.Count)
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
        if (_isShort)
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
        }

        if (timing == StepTiming.Adaptive)
        {
            tag.NoteStep(Ticks);
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

        if (Together == 1 || Ticks > Math.Max(Together * shortStep, hasBeat ? _toleranceOfABeat : _tolerance))
        {
            NoteSteps(ended);
        }
    }

    private void Share(int ended)
    {
        long share = Ticks / Together;
        for (int i = ended; i < ended + Together; i++)
        {
            if (TagBefore(i) is { } tag)
            {
                tag.StepTicks += share;
            }
        }

        if (TagBefore(ended) is { } last)
        {
            last.StepTicks += Ticks - (share * Together);
        }
    }

    // It was one of them, nobody knows whose: each has looks of its own for a while, in which it is found out if it does that again. For as long
    // as after a step of its share, as mostly the system has taken the time, and to look at all of them costs more than that.
    private void NoteSteps(int ended)
    {
        for (int i = ended; i < ended + Together; i++)
        {
            TagBefore(i)?.NoteStep(Ticks / Together);
        }
    }

    private TraceTag? TagBefore(int count) => (_batch!.RanBefore(count) as CoTask)?.Tag;
}
