using System.Diagnostics;

namespace Coroutines;

/// <summary>Looks at a scheduler for a page, and has it observed while a page is open, and only then.</summary>
/// <remarks>Asked on the thread of the page. What has to be done on the loop's thread is done there when the loop comes by, and is no item of its queue.</remarks>
internal sealed class LoopProbe(Scheduler scheduler)
{
    // A page that has not asked for so many times as long as it pauses is closed.
    private const double PausesUntilClosed = 5;

    private volatile bool _isOpen;
    private long _asked;
    private double _pause;

    // Changed on the loop's thread alone.
    private StepFeed? _feed;
    private volatile LoopTally? _tally;

    /// <summary>Whether somebody has a page open, as far as can be told from when it was asked last.</summary>
    internal bool IsOpen => _isOpen;

    /// <summary>Whether the scheduler can be observed: not while a run is being recorded, how often the loop looks for posts being a part of that.</summary>
    internal bool IsRefused { get; private set; }

    internal Scheduler Scheduler => scheduler;

    /// <summary>Looks for a page, which is open by that.</summary>
    /// <remarks>Waits for a moment where the loop does not answer.</remarks>
    internal LoopReading Look()
    {
        if (!_isOpen)
        {
            _isOpen = true;
            IsRefused = !scheduler.Waits.Enquiries.TrySend(new Errand(Align));
        }

        LoopReading reading = scheduler.Waits.Enquiries.Ask(Read, patience: null);
        _asked = Stopwatch.GetTimestamp();
        _pause = PausesUntilClosed * reading.Pause;
        return reading;
    }

    /// <summary>Closes it if nobody has asked for some time.</summary>
    internal void CloseIfUnseen()
    {
        if (_isOpen && Stopwatch.GetTimestamp() - _asked > _pause * Stopwatch.Frequency)
        {
            Close();
        }
    }

    /// <summary>Nobody looks any more: the scheduler is left alone as soon as it comes by.</summary>
    internal void Close()
    {
        _isOpen = false;
        scheduler.Waits.Enquiries.TrySend(new Errand(Align));
    }

    private LoopReading Read(Sight sight)
    {
        long start = Stopwatch.GetTimestamp();
        SchedulerSnapshot snapshot = SnapshotTaker.Make(scheduler, sight);
        TallyReading? tally = _tally is { } counted ? TallyReading.Of(counted, start) : null;
        return new LoopReading(snapshot, tally, Stopwatch.GetTimestamp() - start);
    }

    // On the loop's thread. Several of these may be under way: each does what is right by then.
    private void Align()
    {
        if (_isOpen == _feed is not null)
        {
            return;
        }

        if (_feed is null)
        {
            var tally = new LoopTally(scheduler);
            _feed = StepFeed.Attach(scheduler, tally, LoopTally.NewTimer());
            _tally = tally;
        }
        else
        {
            _feed.Dispose();
            _feed = null;
            _tally = null;
        }
    }
}
