using System.Diagnostics;
using System.Globalization;

namespace Coroutines.Benchmarks;

/// <summary>An echo server that runs.</summary>
internal sealed class Server : IDisposable
{
    private readonly Process _process;

    internal Server(ServerProgram program)
    {
        _process = Processor.Start(Processor.OfServers, program.Command, program.Environment);
        string line = _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException($"{program.Command[0]} did not start.");
        Port = int.Parse(line[(line.LastIndexOf(':') + 1)..], CultureInfo.InvariantCulture);
    }

    internal int Port { get; }

    /// <summary>How long it has run on its processor.</summary>
    internal double ProcessorNanoseconds => Linux.ProcessorNanoseconds(_process.Id);

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}
