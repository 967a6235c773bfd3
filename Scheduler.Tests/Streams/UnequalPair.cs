namespace Coroutines.Tests.Streams;

/// <summary>Two streams that are joined in memory, each with a limit of its own, as a server's and its client's are.</summary>
internal static class UnequalPair
{
    internal static (CoStream Client, CoStream Server) Create(int clientLimit, int serverLimit)
    {
        Scheduler scheduler = Scheduler.Current;
        var there = new MemoryPipe(scheduler, ConnectionOptions.Default);
        var back = new MemoryPipe(scheduler, ConnectionOptions.Default);
        return (
            CoStream.Over(scheduler, new MemoryConduit(scheduler, back, there), clientLimit),
            CoStream.Over(scheduler, new MemoryConduit(scheduler, there, back), serverLimit));
    }
}
