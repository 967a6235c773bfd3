namespace Coroutines.Examples.Ping;

/// <summary>What has become of the pings so far: how many were lost, and how much the times differ.</summary>
internal sealed class PingStatistics
{
    // As RTP counts it (RFC 3550): each difference moves it by a sixteenth.
    private const double Smoothing = 16;

    private double? _last;
    private double _total;

    internal int Sent { get; private set; }

    internal int Received { get; private set; }

    /// <summary>How many were given up; an answer that comes later finds its ping there.</summary>
    internal int Lost { get; private set; }

    /// <summary>How much the time of an answer differs from that of the one before, in seconds, smoothed.</summary>
    internal double Jitter { get; private set; }

    internal double Shortest { get; private set; } = double.PositiveInfinity;

    internal double Longest { get; private set; }

    internal double Mean => _total / Received;

    /// <summary>The share of lost ones among those whose fate is known.</summary>
    internal double Loss => Lost == 0 ? 0 : (double)Lost / (Received + Lost);

    internal void CountSent() => Sent++;

    internal void CountLost() => Lost++;

    internal void CountReceived(double seconds)
    {
        Received++;
        _total += seconds;
        Shortest = Math.Min(Shortest, seconds);
        Longest = Math.Max(Longest, seconds);
        if (_last is { } last)
        {
            Jitter += (Math.Abs(seconds - last) - Jitter) / Smoothing;
        }

        _last = seconds;
    }
}
