using System.Diagnostics;

namespace Coroutines;

/// <summary>
/// A clock of the user's own, as the loop needs it: it throws nothing, and never goes back. As long as it throws, the system's
/// clock stands in for it, so that nobody waits for ever; where it goes back, it counts as having stood still.
/// </summary>
/// <param name="provider">The clock.</param>
/// <param name="failed">Told of what it throws, once until it tells the time again.</param>
internal sealed class SteadyTime(TimeProvider provider, Action<Exception> failed) : ITimeSource
{
    private readonly double _frequency = FrequencyOf(provider);
    private bool _hasTold;
    private long _last;

    // By how much it is behind what it would show if it had never gone back.
    private long _shift;

    // While it throws: when that began, by the system's clock, and the time then.
    private long? _failingSince;
    private long _failedAt;

    public double Frequency => _frequency;

    /// <summary>How many of its units there are in a second.</summary>
    internal static double FrequencyOf(TimeProvider provider)
    {
        long frequency = provider.TimestampFrequency;
        return frequency > 0 ? frequency : throw new ArgumentException(
            FormattableString.Invariant($"The {provider.GetType().Name} counts {frequency} units in a second (TimestampFrequency). A clock needs at least one."));
    }

    public long GetTimestamp()
    {
        long told;
        try
        {
            told = provider.GetTimestamp();
        }
        catch (Exception exception) when (exception is not KeyboardInterruptException)
        {
            return StandIn(exception);
        }

        bool goesOnFromStandIn = !_hasTold && _failingSince is not null;
        if (goesOnFromStandIn || (_hasTold && told + _shift < _last))
        {
            _shift = _last - told;
        }

        _hasTold = true;
        _failingSince = null;
        return _last = told + _shift;
    }

    private long StandIn(Exception exception)
    {
        if (_failingSince is null)
        {
            _failingSince = Stopwatch.GetTimestamp();
            _failedAt = _last;
            failed(exception);
        }

        double seconds = (Stopwatch.GetTimestamp() - _failingSince.GetValueOrDefault()) / (double)Stopwatch.Frequency;
        return _last = _failedAt + (long)(seconds * _frequency);
    }
}
