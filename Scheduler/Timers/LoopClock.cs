namespace Coroutines;

/// <summary>
/// The scheduler's time in seconds. It either runs by itself (real time) or is stepped: by jumps under a
/// <see cref="VirtualClock"/>, frame by frame in a game loop.
/// </summary>
/// <remarks>
/// Until the first <c>Run</c> or <c>Tick</c> nobody knows which of the two a scheduler will be used for, so its time
/// stands at 0 until then. That makes a <c>CallLater</c> before the first Tick exact.
/// </remarks>
internal sealed class LoopClock
{
    private readonly TimeProvider _provider;
    private double _frequency;

    // Where the clock is one of the user's own, or the run is recorded.
    private ITimeSource? _source;
    private long _latest;
    private VirtualClock? _stepped;
    private long _origin;
    private double _offset;

    // The end of the frame, as a sum with its rounding error carried along (Kahan): 60 frames a second for a day are
    // five million additions, and ten frames of 0.1 s must reach 1.0.
    private double _frameEnd;
    private double _frameError;

    /// <param name="provider">The clock.</param>
    /// <param name="failed">Told of what it throws; the time goes on nevertheless.</param>
    /// <param name="start">What it shows at first, in seconds, unless the clock is virtual.</param>
    internal LoopClock(TimeProvider provider, Action<Exception> failed, double start = 0)
    {
        _provider = provider;
        _source = provider == TimeProvider.System || provider is VirtualClock ? null : new SteadyTime(provider, failed);
        _frequency = _source?.Frequency ?? provider.TimestampFrequency;
        _stepped = provider as VirtualClock;
        if (_stepped is null)
        {
            _stepped = new VirtualClock();
            _stepped.MoveTo(start);
        }
    }

    internal bool IsStepped => _stepped is not null;

    /// <summary>Whether time goes on as that of the system does.</summary>
    internal bool IsOfTheSystem => _stepped is null && _source is null;

    internal double Now => _stepped is { } clock
        ? clock.Time
        : _offset + SecondsBetween(_origin, GetTimestamp());

    /// <summary>What <see cref="Now"/> was or is when the system's clock shows a time; asks no clock but one of the user's own.</summary>
    internal double TimeAt(long systemTimestamp) => _stepped is { } clock ? clock.Time
        : _source is null ? _offset + SecondsBetween(_origin, systemTimestamp)
        : Now;

    /// <summary>The time for another thread than the loop's. A clock of the user's own is not asked there: it is what that has told last.</summary>
    internal double NowFromOutside => _stepped is { } clock
        ? clock.Time
        : _offset + SecondsBetween(_origin, _source is null ? _provider.GetTimestamp() : Volatile.Read(ref _latest));

    /// <summary>Up to when a deadline counts as reached (rule 3): exact when stepped, one tick of the clock otherwise.</summary>
    internal double DueUntil => _stepped is { } clock ? clock.Time : Now + (1.0 / _frequency);

    /// <summary>What the clock shows by itself, also where the loop's time is stepped.</summary>
    internal long GetTimestamp() => _source is { } source ? _latest = source.GetTimestamp() : _provider.GetTimestamp();

    /// <summary>How many of its units there are in a second.</summary>
    internal double Frequency => _frequency;

    /// <summary>From now on the time comes from elsewhere.</summary>
    /// <param name="replace">Makes that of what it comes from now.</param>
    internal void Replace(Func<Func<long>, ITimeSource> replace)
    {
        ITimeSource? source = _source;
        _source = replace(source is null ? _provider.GetTimestamp : source.GetTimestamp);
        _frequency = _source.Frequency;
    }

    internal double SecondsBetween(long start, long end) => (end - start) / _frequency;

    /// <summary>A run begins: unless the clock is virtual, time goes on by itself from where it stands.</summary>
    internal void BeginRun()
    {
        if (_provider is VirtualClock || _stepped is null)
        {
            return;
        }

        _offset = _stepped.Time;
        _origin = GetTimestamp();
        _stepped = null;
    }

    /// <summary>A frame begins: from now on time moves by frames.</summary>
    /// <returns>The time at the end of the frame.</returns>
    internal double BeginFrame(double seconds)
    {
        if (_stepped is null)
        {
            double now = Now;
            _stepped = new VirtualClock();
            _stepped.MoveTo(now);
        }

        (_frameEnd, _frameError) = NextFrame(_stepped.Time, seconds);
        return _frameEnd;
    }

    /// <summary>When a frame would end that began now; infinity if that is beyond the largest number.</summary>
    internal double EndOfFrame(double seconds) => NextFrame(Now, seconds).End;

    /// <summary>A whole frame passes at once, after another one.</summary>
    /// <returns>When it began.</returns>
    internal double PassFrame(double seconds)
    {
        VirtualClock clock = _stepped!;
        double start = clock.Time;
        (_frameEnd, _frameError) = NextFrame(start, seconds);
        clock.MoveTo(_frameEnd);
        return start;
    }

    internal void MoveTo(double time) => _stepped!.MoveTo(time);

    private (double End, double Error) NextFrame(double now, double seconds)
    {
        // Where time went on by other means since the last frame, there is no error to be carried along.
        (double start, double error) = now > _frameEnd ? (now, 0) : (_frameEnd, _frameError);
        double corrected = seconds - error;
        double end = start + corrected;
        return (end, end - start - corrected);
    }
}
