namespace Coroutines.Tests.Streams;

/// <summary>Two streams that are joined in memory, each with a limit of its own, as a server's and its client's are.</summary>
internal static class UnequalPair
{
    internal static (CoStream Client, CoStream Server) Create(int clientLimit, int serverLimit)
    {
        Scheduler scheduler = Scheduler.Current;
        (MemoryConduit client, MemoryConduit server) = MemoryConduit.CreatePair(scheduler, ConnectionOptions.Default);
        return (CoStream.Over(scheduler, client, clientLimit), CoStream.Over(scheduler, server, serverLimit));
    }
}
