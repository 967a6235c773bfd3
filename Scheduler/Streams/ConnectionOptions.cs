namespace Coroutines;

/// <summary>How a stream is set up that is opened here.</summary>
public sealed class ConnectionOptions
{
    internal static readonly ConnectionOptions Default = new();

    /// <summary>The stream's <see cref="CoStream.Limit"/>; 64 KiB by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not above 0.</exception>
    public int Limit
    {
        get;
        init => field = value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A limit is a number of bytes above 0.");
    } = CoStream.DefaultLimit;

    /// <summary>How long a byte is under way between two streams in memory; 0 by default.</summary>
    public Duration Latency { get; init; }

    /// <summary>How many bytes a second two streams in memory carry each way; infinitely many by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not above 0.</exception>
    public double Bandwidth
    {
        get;
        init => field = value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A bandwidth is a number of bytes a second above 0.");
    } = double.PositiveInfinity;
}
