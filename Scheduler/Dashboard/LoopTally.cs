using System.Diagnostics;

namespace Coroutines;

/// <summary>Counts what a loop runs while a page shows it. Nothing is allocated by a step, and nothing kept but numbers and some of the steps themselves.</summary>
/// <remarks>Written on the loop's thread; a <see cref="TallyReading"/> is taken there too, between two steps, or else of a loop that stands still.</remarks>
internal sealed class LoopTally(Scheduler scheduler) : IFrameListener, IItemListener
{
    /// <summary>How far it looks back, in seconds.</summary>
    internal const int Seconds = 60;

    // In seconds: steps of which a page need not show each.
    private const double ShortStep = 20e-6;

    // Few, as all of them are gone through after each look, and longer steps than a recorder's have left the processor's caches by then.
    private const int MostTogether = 16;

    private readonly TallySecond[] _seconds = new TallySecond[Seconds + 1];
    private int _current;
    private long _secondEnds;

    // The iteration that runs, and when its first step began.
    private long _iteration = -1;
    private long _began;

    /// <summary>When it began to count.</summary>
    internal long Started { get; } = Stopwatch.GetTimestamp();

    /// <summary>How many steps there were.</summary>
    internal long Steps { get; private set; }

    internal LongestSteps Longest { get; } = new();

    internal YieldTable Yields { get; } = new();

    internal LastFrames Frames { get; } = new();

    /// <summary>What there was in a second, counted from the one when the system's clock was 0.</summary>
    internal TallySecond In(long second)
    {
        // Where the system has begun less than a minute ago, there were not so many.
        TallySecond kept = _seconds[Math.Max(second, 0) % _seconds.Length];
        return kept.Number == second ? kept : default;
    }

    /// <summary>Looks at the clock as often as a tally needs.</summary>
    internal static StepTimer NewTimer() => new(StepTiming.Adaptive, StepTimer.TicksOf(ShortStep), MostTogether);

    bool IItemListener.OnItem(IRunnable item, in StepReason reason, in StepTime time)
    {
        if (time.Started >= _secondEnds)
        {
            BeginSecond(time.Started);
        }

        Steps++;
        ref TallySecond second = ref _seconds[_current];
        second.Steps++;
        long iteration = scheduler.Loop.Iteration;
        if (iteration != _iteration)
        {
            second.Iterations++;
            _iteration = iteration;
            _began = time.Started;
        }

        Count(time);
        return (time.IsAlone && time.Ticks > Longest.Least) || (item is CoTask { State: FutureState.Ready } && !scheduler.Loop.YieldsToNextFrame);
    }

    void IItemListener.OnTime(in StepTime time) => Count(time);

    void IStepListener.OnStep(in StepEvent step)
    {
        if (step.TimedTogether == 1 && step.DurationInTicks > Longest.Least)
        {
            Longest.Add(step);
        }

        if (step.Wait == WaitKind.Yield)
        {
            Yields.Count(step, scheduler.Loop.Iteration);
        }
    }

    void IFrameListener.OnFrameBeginning(long number)
    {
    }

    void IFrameListener.OnFrame(in FrameEvent frame) => Frames.Add(frame);

    private void Count(in StepTime time)
    {
        ref TallySecond second = ref _seconds[_current];
        second.Busy += time.Ticks;
        second.Lag = Math.Max(second.Lag, time.Started + time.Ticks - _began);
    }

    private void BeginSecond(long now)
    {
        long second = now / Stopwatch.Frequency;
        _current = (int)(second % _seconds.Length);
        _seconds[_current] = new TallySecond { Number = second };
        _secondEnds = (second + 1) * Stopwatch.Frequency;
        Longest.Forget(now - (Seconds * Stopwatch.Frequency));
    }
}
