using System.Diagnostics;

namespace Coroutines;

/// <summary>
/// A length of time given as <c>double</c> seconds or as a <see cref="TimeSpan"/>, for whatever waits: <c>Sleep</c>, time limits, options.
/// It may be infinite.
/// </summary>
/// <remarks>
/// What moves a clock (<c>Tick</c>, <c>Advance</c>) takes seconds or a <see cref="TimeSpan"/> by two overloads instead: there a
/// negative time is an error, which this type does not keep.
/// </remarks>
[DebuggerDisplay("{ToString(),nq}")]
public readonly struct Duration : IEquatable<Duration>
{
    private Duration(double seconds)
    {
        if (double.IsNaN(seconds))
        {
            throw new ArgumentOutOfRangeException(nameof(seconds), "A duration cannot be NaN.");
        }

        Seconds = Math.Max(seconds, 0);
    }

    /// <summary>The length in seconds, which may be infinity; never negative, and never NaN.</summary>
    public double Seconds { get; }

    /// <summary>Takes seconds; a negative number acts as 0.</summary>
    /// <param name="seconds">The seconds; NaN is an <see cref="ArgumentOutOfRangeException"/>.</param>
    public static implicit operator Duration(double seconds) => new(seconds);

    /// <summary>
    /// Takes a time span; <see cref="Timeout.InfiniteTimeSpan"/> is infinity, that is no limit, and any other negative one acts as 0.
    /// </summary>
    /// <param name="time">The time span.</param>
    public static implicit operator Duration(TimeSpan time) => new(SecondsOf(time));

    /// <summary>The seconds of a time span, which .NET has an infinite one of.</summary>
    internal static double SecondsOf(TimeSpan time) =>
        time == Timeout.InfiniteTimeSpan ? double.PositiveInfinity : time.TotalSeconds;

    /// <summary>Whether two durations are the same.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static bool operator ==(Duration left, Duration right) => left.Equals(right);

    /// <summary>Whether two durations differ.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static bool operator !=(Duration left, Duration right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(Duration other) => Seconds.Equals(other.Seconds);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Duration other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Seconds.GetHashCode();

    /// <summary>The seconds, with the unit.</summary>
    /// <returns>For example <c>0.1 s</c>.</returns>
    public override string ToString() => FormattableString.Invariant($"{Seconds} s");
}
