using System.Diagnostics;

namespace Coroutines;

/// <summary>Tells what the frames of a game loop were spent on: by coroutine, group and phase, over the last frames; and who made one too long.</summary>
/// <remarks>
/// <para>Steps are counted from the next frame on, until <see cref="Dispose"/>. A scheduler without a profiler pays nothing. Steps outside of frames, in a
/// <c>Run</c>, are not counted.</para>
/// <para>Time is real time and allocations are those of the thread, so both include what a step calls. To be used on the scheduler's thread. asyncio has no
/// counterpart; Unity's is its Profiler.</para>
/// </remarks>
[DebuggerDisplay("{DebuggerDisplay,nq}")]
public sealed class FrameProfiler : IFramePartListener, IDisposable
{
    private const string Outside = "outside of coroutines";
    private const string NoGroup = "no group";
    private const string NoPhase = "before the phases";

    private readonly Scheduler _scheduler;
    private readonly FrameProfilerOptions _options;
    private readonly IDisposable _feed;
    private readonly ProfileTable _byCoroutine;
    private readonly ProfileTable _byGroup;
    private readonly ProfileTable _byPhase;
    private readonly FrameEvent[] _frames;
    private readonly double _budget;
    private int _next;
    private bool _isInFrame;
    private long _allocated;

    /// <summary>Begins a profile.</summary>
    /// <param name="scheduler">The scheduler, driven by <see cref="Scheduler.Tick(double)"/> or by frames in parts.</param>
    /// <param name="options">How far it looks back, and how long a frame may take; null for 120 frames of a sixtieth of a second.</param>
    /// <exception cref="ArgumentNullException"><paramref name="scheduler"/> is null.</exception>
    /// <exception cref="InvalidOperationException">The scheduler runs on another thread.</exception>
    /// <exception cref="ObjectDisposedException">The scheduler was disposed.</exception>
    public FrameProfiler(Scheduler scheduler, FrameProfilerOptions? options = null)
    {
        ThrowHelper.IfNull(scheduler, nameof(scheduler));
        _scheduler = scheduler;
        _options = options ?? new FrameProfilerOptions();
        _budget = _options.Budget.Seconds * Stopwatch.Frequency;
        _frames = new FrameEvent[_options.Window];
        _byCoroutine = new ProfileTable(_options.Window);
        _byGroup = new ProfileTable(_options.Window);
        _byPhase = new ProfileTable(_options.Window);
        _feed = scheduler.Observe(this);
    }

    /// <summary>Over how many frames the profile is: up to <see cref="FrameProfilerOptions.Window"/>.</summary>
    public int Frames { get; private set; }

    /// <summary>How many frames took longer than they may since the profile began.</summary>
    public long Overruns { get; private set; }

    /// <summary>The last frame that took longer than it may, and who took it; null if there was none.</summary>
    public FrameReport? LastOverrun { get; private set; }

    private string DebuggerDisplay => $"{Frames} of at most {_frames.Length} frames, {Overruns} of all too long";

    /// <summary>The frames, the last one at the end.</summary>
    /// <returns>A list of its own, which later frames leave alone.</returns>
    /// <exception cref="InvalidOperationException">The scheduler runs on another thread.</exception>
    public IReadOnlyList<FrameEvent> FrameTimes()
    {
        _scheduler.VerifyThread();
        var times = new FrameEvent[Frames];
        for (int i = 0; i < times.Length; i++)
        {
            times[i] = _frames[(_next - Frames + i + _frames.Length) % _frames.Length];
        }

        return times;
    }

    /// <summary>What the frames were spent on.</summary>
    /// <param name="by">What the steps are added up by.</param>
    /// <returns>An entry for each that has run within the window, the dearest first; a list of its own.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such way.</exception>
    /// <exception cref="InvalidOperationException">The scheduler runs on another thread.</exception>
    public IReadOnlyList<ProfileEntry> Entries(ProfileBy by = ProfileBy.Coroutine)
    {
        _scheduler.VerifyThread();
        return by switch
        {
            ProfileBy.Coroutine => _byCoroutine.Entries(),
            ProfileBy.Group => _byGroup.Entries(),
            ProfileBy.Phase => _byPhase.Entries(),
            _ => throw new ArgumentOutOfRangeException(nameof(by), by, "Coroutine, Group and Phase are what can be chosen."),
        };
    }

    /// <summary>Ends the profile; what it has found stays. A second call does nothing.</summary>
    /// <exception cref="InvalidOperationException">The scheduler runs on another thread.</exception>
    public void Dispose()
    {
        _scheduler.VerifyThread();
        _feed.Dispose();
    }

    void IFrameListener.OnFrameBeginning(long number)
    {
        _isInFrame = true;
        _byCoroutine.BeginFrame(number);
        _byGroup.BeginFrame(number);
        _byPhase.BeginFrame(number);
        _allocated = GC.GetAllocatedBytesForCurrentThread();
    }

    void IFramePartListener.OnFrameGoingOn() => _allocated = GC.GetAllocatedBytesForCurrentThread();

    void IStepListener.OnStep(in StepEvent step)
    {
        if (!_isInFrame)
        {
            return;
        }

        if (step.Cause == StepCause.StartedEagerly)
        {
            // It is a part of the step that runs, which has its time and what it has allocated.
            Add(step, ticks: 0, bytes: 0);
            return;
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread();
        long bytes = allocated - _allocated;
        Add(step, step.DurationInTicks, bytes);
        _allocated = GC.GetAllocatedBytesForCurrentThread();
    }

    void IFrameListener.OnFrame(in FrameEvent frame)
    {
        _isInFrame = false;
        _frames[_next] = frame;
        _next = (_next + 1) % _frames.Length;
        Frames = Math.Min(Frames + 1, _frames.Length);
        if (frame.DurationInTicks > _budget)
        {
            Overruns++;
            LastOverrun = new FrameReport(frame, TimeSpan.FromSeconds(_options.Budget.Seconds), _byCoroutine.EntriesOfFrame());
            _options.Overrun?.Invoke(LastOverrun);
        }
    }

    private void Add(in StepEvent step, long ticks, long bytes)
    {
        _byCoroutine.Add(step.Coroutine ?? Outside, ticks, bytes);
        _byGroup.Add(step.Group ?? NoGroup, ticks, bytes);
        _byPhase.Add(_scheduler.Frames.Phase?.Name ?? NoPhase, ticks, bytes);
    }
}
