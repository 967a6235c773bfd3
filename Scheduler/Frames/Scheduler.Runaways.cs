namespace Coroutines;

public sealed partial class Scheduler
{
    // What is counted against the limit: the iterations within so much of the frame time.
    private const double LimitedSpan = 0.001;

    private const int WatchedIterations = 8;

    private double _spanStart;
    private long _fedBefore;
    private int _iterationsLeft;

    // What was ready in the last iterations before the limit.
    private readonly List<IRunnable> _runaways = [];

    // However many deadlines a long frame holds, each of them moves the clock. What keeps it from moving is a runaway,
    // and a sleep of next to nothing in a loop is one too: that is why a little movement does not count. What comes from
    // outside is no runaway either; a frame takes only so much of it.
    private void StopRunaways()
    {
        double now = _clock.Now;
        long fed = _inbox.MovedCount + _sockets.Turns.ServedCount;
        if (now - _spanStart >= LimitedSpan || fed != _fedBefore)
        {
            _spanStart = now;
            _fedBefore = fed;
            _runaways.Clear();
            _iterationsLeft = _options.TickIterationLimit;
        }

        if (_iterationsLeft < WatchedIterations)
        {
            // Those that keep setting timers, or waiting for one another, are to be named as well.
            _runaways.AddRange(_ready.Items());
        }

        if (_iterationsLeft-- > 0)
        {
            return;
        }

        _timers.MoveDue(now, _ready);
        string names = DescribeTasks(_runaways.Concat(_ready.Items()));
        _runaways.Clear();
        throw new InvalidOperationException(
            $"Coroutines kept waking each other inside one Tick, over {_options.TickIterationLimit} iterations (SchedulerOptions.TickIterationLimit). Kept going: {names}. A loop that should go on in the next frame needs a bare yield or NextFrame().");
    }
}
