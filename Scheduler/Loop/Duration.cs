namespace Coroutines;

/// <summary>
/// A length of time given as <c>double</c> seconds or as a <see cref="TimeSpan"/>, for options that take either.
/// </summary>
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

    /// <summary>The length in seconds; never negative, and never NaN.</summary>
    public double Seconds { get; }

    /// <summary>Takes seconds; a negative number acts as 0.</summary>
    /// <param name="seconds">The seconds; NaN is an <see cref="ArgumentOutOfRangeException"/>.</param>
    public static implicit operator Duration(double seconds) => new(seconds);

    /// <summary>Takes a time span; a negative one acts as 0.</summary>
    /// <param name="time">The time span.</param>
    public static implicit operator Duration(TimeSpan time) => new(time.TotalSeconds);

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
