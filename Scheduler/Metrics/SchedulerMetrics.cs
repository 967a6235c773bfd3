#if NET
using System.Diagnostics;

namespace Coroutines;

/// <summary>Measures a scheduler while somebody listens to the meter <c>Coroutines</c>, and leaves it alone otherwise.</summary>
/// <remarks>
/// Whether somebody does is looked at before the loop runs for the first time, and when it tidies up: after many iterations, or before it waits for a while. What
/// listens is the user's code, and runs on the loop: whoever throws there is told of nothing any more.
/// </remarks>
internal sealed class SchedulerMetrics(Scheduler scheduler) : IUpkeep, IFrameListener
{
    private LoopCounters? _counters;
    private StepFeed? _feed;
    private bool _hasFailed;
    private long _unseen;

    // The iteration that runs, when its first step began, and when its last one up to now has ended.
    private long _iteration;
    private long _began;
    private long _ended;

    void IUpkeep.Begin() => Guard(static metrics => metrics.FollowListeners());

    void IUpkeep.LetGoOfLittle(int work)
    {
        if (_feed is not null)
        {
            Guard(static metrics => metrics.TellTheRest());
        }
    }

    void IUpkeep.LetGo(int work, bool isQuiet) => Guard(static metrics => metrics.FollowListeners());

    // By now it has reported what nobody has looked at.
    void IUpkeep.End()
    {
        if (_feed is not null)
        {
            Guard(static metrics => metrics.TellTheRest());
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

    // Outside of the steps nobody else looks after what a listener throws.
    private void Guard(Action<SchedulerMetrics> measure)
    {
        if (_hasFailed)
        {
            return;
        }

        try
        {
            measure(this);
        }
        catch (Exception failure)
        {
            _hasFailed = true;
            End();
            scheduler.Reports.Report(new ExceptionContext(
                $"a listener of the meter '{SchedulerMeter.Name}' has failed, and is told of this scheduler no more; it should throw nothing")
            {
                // The first one that measures makes the instruments, of which listeners are told as well.
                Exception = failure is TypeInitializationException { InnerException: { } cause } ? cause : failure,
            });
        }
    }

    private void FollowListeners()
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
            TellTheRest();
            End();
        }
    }

    private void TellTheRest()
    {
        CountUnseen();
        if (!_feed!.IsOver)
        {
            EndIteration();
        }
    }

    private void End()
    {
        if (_feed is not null)
        {
            _counters!.IsOver = true;
            _feed.Dispose();
            _feed = null;
        }
    }

    private void Begin()
    {
        _counters = new LoopCounters(scheduler);
        _unseen = scheduler.Reports.Unseen.ReportedCount;
        _began = _ended = Stopwatch.GetTimestamp();
        _iteration = scheduler.Loop.Iteration;
        SchedulerMeter.Add(_counters);
        _feed = StepFeed.Attach(scheduler, this, new StepTimer(StepTiming.EachStep));
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
        long lag = _ended - _began;
        _began = _ended;
        if (lag > 0)
        {
            SchedulerMeter.LoopLag.Record(SecondsOf(lag), _counters!.Tags);
        }
    }

    private static double SecondsOf(long ticks) => ticks / (double)Stopwatch.Frequency;
}
#endif
