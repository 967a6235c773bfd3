namespace Coroutines;

public sealed partial class Scheduler
{
    // What is counted against the limit: the iterations within so much of the frame time.
    private const double LimitedSpan = 0.001;

    private const int WatchedIterations = 8;

    private double _spanStart;
    private int _iterationsLeft;

    // What was ready in the last iterations before the limit.
    private readonly List<IRunnable> _runaways = [];

    /// <summary>Runs one frame of a game loop; never waits.</summary>
    /// <param name="seconds">The frame time: how far the clock moves. 0 runs what is ready without moving it.</param>
    /// <remarks>
    /// <para>1. What is ready from outside (first steps of new tasks, callbacks, finished I/O, posted work) runs, still
    /// at the time of the last frame.</para>
    /// <para>2. The clock goes from deadline to deadline up to the end of the frame; what is due runs at exactly its
    /// time. A long frame fires every wake-up that fell inside it, in order, and nothing drifts.</para>
    /// <para>3. The clock stands at the end of the frame. What yielded bare in an earlier Tick resumes, in the order in
    /// which it yielded, then the predicates of <c>WaitUntil</c> are asked.</para>
    /// <para>Each part goes on until nothing is ready. A bare yield inside a Tick waits for a later one; handing a result
    /// from task to task costs no frame. asyncio has no counterpart.</para>
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="seconds"/> is negative, NaN or infinite.</exception>
    /// <exception cref="InvalidOperationException">
    /// A scheduler already runs on this thread; or coroutines kept waking each other beyond
    /// <see cref="SchedulerOptions.TickIterationLimit"/> (the message names them; the next Tick goes on with them).
    /// </exception>
    /// <exception cref="ObjectDisposedException">The scheduler was disposed.</exception>
    public void Tick(double seconds)
    {
        if (!(seconds >= 0) || double.IsInfinity(seconds))
        {
            throw new ArgumentOutOfRangeException(
                nameof(seconds), seconds, "A frame time is a finite number of seconds, 0 or more.");
        }

        Enter(nameof(Tick));
        try
        {
            double end = _clock.BeginFrame(seconds);
            _yielded = _nextFrame;
            int yieldedEarlier = _nextFrame.Count;
            _spanStart = double.NegativeInfinity;

            RunUntilIdle();

            for (double due = _timers.NextDeadline(); due <= end; due = _timers.NextDeadline())
            {
                _clock.MoveTo(due);
                RunUntilIdle();
            }

            _clock.MoveTo(end);
            _nextFrame.MoveTo(_ready, yieldedEarlier);
            RunUntilIdle();
            if (_predicates.Count > 0)
            {
                AskPredicates();
                RunUntilIdle();
            }

            _unseenFaults.ReportLost();
        }
        finally
        {
            // A Tick is over when its frame is; a Stop inside it is no word on a later run.
            _isStopping = false;
            Leave();
        }
    }

    /// <inheritdoc cref="Tick(double)"/>
    /// <param name="time">The frame time: how far the clock moves.</param>
    public void Tick(TimeSpan time) => Tick(time.TotalSeconds);

    private void RunUntilIdle()
    {
        do
        {
            StopRunaways();
            RunIteration(mayWait: false);
            ThrowIfInterrupted();
        }
        while (_ready.Count > 0 || _timers.NextDeadline() <= _clock.Now);
    }

    // However many deadlines a long frame holds, each of them moves the clock. What keeps it from moving is a runaway,
    // and a sleep of next to nothing in a loop is one too: that is why a little movement does not count.
    private void StopRunaways()
    {
        double now = _clock.Now;
        if (now - _spanStart >= LimitedSpan)
        {
            _spanStart = now;
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
