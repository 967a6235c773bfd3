#if NET
using System.Diagnostics;

namespace Coroutines;

/// <summary>Measures a scheduler while somebody listens to the meter <c>Coroutines</c>, and leaves it alone otherwise.</summary>
/// <remarks>Whether somebody does is looked at when the loop tidies up: after many iterations, or before it waits for a while.</remarks>
internal sealed class SchedulerMetrics(Scheduler scheduler) : IUpkeep, IFrameListener
{
    private LoopCounters? _counters;
    private IDisposable? _feed;
    private long _unseen;

    // The iteration that runs, when its first step began, and when its last one up to now has ended.
    private long _iteration;
    private long _began;
    private long _ended;

    void IUpkeep.LetGoOfLittle(int work)
    {
        if (_feed is not null)
        {
            CountUnseen();
            EndIteration();
        }
    }

    void IUpkeep.LetGo(int work, bool isQuiet)
    {
        if (SchedulerMeter.IsEnabled == _feed is not null)
        {
            return;
        }

        if (_feed is null)
        {
            Begin();
        }
        else
        {
            End();
        }
    }

    void IStepListener.OnStep(in StepEvent step)
    {
        _counters!.CountStep(step.Cause, step.End);
        CountUnseen();
        if (SchedulerMeter.StepDuration.Enabled)
        {
            SchedulerMeter.StepDuration.Record(SecondsOf(step.DurationInTicks), _counters.Tags);
        }

        if (SchedulerMeter.LoopLag.Enabled)
        {
            MeasureLag(step);
        }
    }

    void IFrameListener.OnFrameBeginning(long number)
    {
    }

    void IFrameListener.OnFrame(in FrameEvent frame)
    {
        CountUnseen();
        double seconds = SecondsOf(frame.DurationInTicks);
        if (seconds > frame.FrameTime)
        {
            _counters!.CountOverrun();
        }

        SchedulerMeter.FrameDuration.Record(seconds, _counters!.Tags);
    }

    // By now it has reported what nobody has looked at.
    void IUpkeep.End()
    {
        if (_feed is not null)
        {
            End();
        }
    }

    private void End()
    {
        CountUnseen();
        EndIteration();
        _counters!.IsOver = true;
        _feed!.Dispose();
        _feed = null;
    }

    private void Begin()
    {
        _counters = new LoopCounters(scheduler);
        _unseen = scheduler.Reports.Unseen.ReportedCount;
        _began = _ended = Stopwatch.GetTimestamp();
        _iteration = scheduler.Loop.Iteration;
        SchedulerMeter.Add(_counters);
        _feed = scheduler.Observe(this);
    }

    private void CountUnseen()
    {
        long unseen = scheduler.Reports.Unseen.ReportedCount;
        if (unseen != _unseen)
        {
            _counters!.CountUnseenFailures(unseen - _unseen);
            _unseen = unseen;
        }
    }

    private void MeasureLag(in StepEvent step)
    {
        long iteration = scheduler.Loop.Iteration;
        if (iteration != _iteration)
        {
            EndIteration();
            _iteration = iteration;
            _began = step.Timestamp;
        }

        _ended = step.Timestamp + step.DurationInTicks;
    }

    // As soon as that is known: what comes next may come much later, or never.
    private void EndIteration()
    {
        if (_ended > _began)
        {
            SchedulerMeter.LoopLag.Record(SecondsOf(_ended - _began), _counters!.Tags);
            _began = _ended;
        }
    }

    private static double SecondsOf(long ticks) => ticks / (double)Stopwatch.Frequency;
}
#endif
