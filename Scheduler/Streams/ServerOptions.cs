namespace Coroutines;

/// <summary>How a <see cref="CoServer"/> is set up.</summary>
public sealed class ServerOptions
{
    internal static readonly ServerOptions Default = new();

    /// <summary>The <see cref="CoStream.Limit"/> of its streams; 64 KiB by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not above 0.</exception>
    public int Limit { get; init => field = Positive(value, "A limit"); } = CoStream.DefaultLimit;

    /// <summary>How many peers may wait to be accepted; 100 by default, as in asyncio.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not above 0.</exception>
    public int Backlog { get; init => field = Positive(value, "A backlog"); } = 100;

    /// <summary>
    /// Whether an address may be used again while connections of an earlier server on it come to their end; true by default, as in asyncio on
    /// Unix. It never lets two servers share an address.
    /// </summary>
    public bool ReuseAddress { get; init; } = true;

    /// <summary>Whether several servers, of several processes or schedulers, may share the port; false by default. Linux only.</summary>
    public bool ReusePort { get; init; }

    /// <summary>Whether the system looks from time to time whether a silent peer is still there; false by default.</summary>
    public bool KeepAlive { get; init; }

    /// <summary>How many connections there may be at a time; further peers wait to be accepted. Unlimited by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not above 0.</exception>
    public int MaxConnections { get; init => field = Positive(value, "A number of connections"); } = int.MaxValue;

    /// <summary>Whether it accepts from the beginning, or after <see cref="CoServer.StartServing"/>; true by default.</summary>
    public bool StartServing { get; init; } = true;

    private static int Positive(int value, string what) =>
        value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, $"{what} is above 0.");
}
