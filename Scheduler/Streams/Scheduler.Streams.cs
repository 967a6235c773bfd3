namespace Coroutines;

public sealed partial class Scheduler
{
    /// <summary>What its streams connect, listen and look names up through.</summary>
    internal Network Network { get; set; } = new SystemNetwork();

    /// <summary>Its streams and servers that are open.</summary>
    internal OpenStreams OpenStreams { get; } = new();
}
