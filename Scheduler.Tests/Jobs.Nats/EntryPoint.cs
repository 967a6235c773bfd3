namespace Coroutines.Tests.Jobs.Nats;

/// <summary>The way in for what a test runs in a process of its own.</summary>
internal static class EntryPoint
{
    private static int Main(string[] arguments)
    {
        if (arguments is [WorkerProgram.Name, var url, var stream, var file])
        {
            WorkerProgram.Run(url, stream, file);
            return 0;
        }

        Console.Error.WriteLine($"usage: {WorkerProgram.Name} URL STREAM FILE");
        return 2;
    }
}
