using System.Diagnostics;

namespace Coroutines;

/// <summary>Keeps the last steps of a scheduler, or the first ones, in memory of a fixed size: to be looked at as a page, or in Perfetto.</summary>
/// <remarks>
/// <para>Recording begins where it is made, at the next iteration, and ends with <see cref="Dispose"/>; what was recorded stays. It is switched off and on in
/// between by <see cref="IsRecording"/>. A scheduler that nobody records pays nothing.</para>
/// <para>To be used on the scheduler's thread. asyncio's nearest are debug mode's slow callbacks and <c>sys.monitoring</c>.</para>
/// </remarks>
[DebuggerDisplay("{DebuggerDisplay,nq}")]
public sealed class StepRecorder : IRecordListener, IDisposable
{
    // In seconds: some ten times what a look at the clock takes.
    private const double ShortStep = 250e-9;
    private const int MostTogether = 64;

    private readonly Scheduler _scheduler;
    private readonly StepRecorderOptions _options;
    private readonly StepRing _ring;
    private StepFeed? _feed;
    private bool _isDisposed;

    /// <summary>Begins to record.</summary>
    /// <param name="scheduler">The scheduler.</param>
    /// <param name="options">How many steps are kept, and which; null for the last 100,000.</param>
    /// <exception cref="ArgumentNullException"><paramref name="scheduler"/> is null.</exception>
    /// <exception cref="InvalidOperationException">The scheduler runs on another thread.</exception>
    /// <exception cref="ObjectDisposedException">The scheduler was disposed.</exception>
    public StepRecorder(Scheduler scheduler, StepRecorderOptions? options = null)
    {
        ThrowHelper.IfNull(scheduler, nameof(scheduler));
        _scheduler = scheduler;
        _options = options ?? new StepRecorderOptions();
        _ring = new StepRing(_options.Capacity, _options.KeepsFirst, room: _options.Capacity);
        IsRecording = true;
    }

    /// <summary>Whether it records; to be switched at any time. One that does not costs nothing.</summary>
    /// <exception cref="ObjectDisposedException">The recorder was disposed, or its scheduler.</exception>
    public bool IsRecording
    {
        get => _feed is { IsOver: false };
        set
        {
            if (!value)
            {
                _scheduler.VerifyThread();
                _feed?.Dispose();
                _feed = null;
                return;
            }

            _scheduler.VerifyAccess();
            if (_isDisposed)
            {
                throw new ObjectDisposedException(nameof(StepRecorder), "The recorder was disposed. What it has recorded is there, but it records no more; make another one.");
            }

            if (!IsRecording)
            {
                _feed = StepFeed.Attach(_scheduler, this, NewTimer());
            }
        }
    }

    /// <summary>How many steps are kept.</summary>
    public int Count => _ring.Count;

    /// <summary>How many steps have come, and are not kept any more, or never were as there was no room.</summary>
    public long Dropped => _ring.Dropped;

    /// <summary>What is kept, in the order in which the steps ended.</summary>
    /// <returns>A list of its own, which later steps leave alone.</returns>
    /// <exception cref="InvalidOperationException">The scheduler runs on another thread.</exception>
    public IReadOnlyList<StepEvent> Steps()
    {
        _scheduler.VerifyThread();
        return _ring.ToArray();
    }

    /// <summary>Forgets what was recorded up to now.</summary>
    /// <exception cref="InvalidOperationException">The scheduler runs on another thread.</exception>
    public void Clear()
    {
        _scheduler.VerifyThread();
        _ring.Clear();
    }

    /// <summary>Ends the recording; what was recorded stays. A second call does nothing.</summary>
    /// <exception cref="InvalidOperationException">The scheduler runs on another thread.</exception>
    public void Dispose()
    {
        _scheduler.VerifyThread();
        _feed?.Dispose();
        _feed = null;
        _isDisposed = true;
    }

    /// <summary>Writes what is kept as a page to look at: one file that needs nothing else, also no network.</summary>
    /// <param name="path">The file; one that is there is replaced.</param>
    /// <remarks>The page shows a lane for each task, what it waited for, and who has woken it, and finds the longest steps and waits.</remarks>
    /// <exception cref="ArgumentNullException"><paramref name="path"/> is null.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="InvalidOperationException">The scheduler runs on another thread.</exception>
    public void SaveHtml(string path)
    {
        ThrowHelper.IfNull(path, nameof(path));
        new TimelinePage(Steps(), Dropped).Save(path);
    }

    /// <summary>Writes what is kept in Chrome's trace format, which Perfetto and speedscope open.</summary>
    /// <param name="path">The file; one that is there is replaced.</param>
    /// <exception cref="ArgumentNullException"><paramref name="path"/> is null.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="InvalidOperationException">The scheduler runs on another thread.</exception>
    public void SaveChromeTrace(string path)
    {
        ThrowHelper.IfNull(path, nameof(path));
        var trace = new ChromeTrace(Steps());
        using var file = new StreamWriter(path);
        trace.Write(file);
    }

    StepRing? IRecordListener.KeepsAllIn => _options.Filter is null ? _ring : null;

    void IStepListener.OnStep(in StepEvent step)
    {
        if (_options.Filter is not { } filter || filter(step))
        {
            _ring.Add(step);
        }
    }

    // A filter is asked about each step at its end, when the share of one that was timed with others is not known yet.
    private StepTimer NewTimer() => new(
        _options is { Timing: StepTiming.Adaptive, Filter: not null } ? StepTiming.EachStep : _options.Timing,
        StepTimer.TicksOf(ShortStep),
        MostTogether);

    private string DebuggerDisplay => FormattableString.Invariant($"{(IsRecording ? "recording" : "not recording")}, {Count} of at most {_ring.Capacity} steps");
}
