namespace Coroutines.Benchmarks;

/// <summary>A server that is measured, and the load that it has.</summary>
internal sealed class ServerContender : IDisposable
{
    private readonly List<double> _samples = [];
    private readonly Server _server;
    private readonly Load _load;

    internal ServerContender(ServerProgram program, int connections)
    {
        _server = new Server(program);
        _load = new Load(_server.Port, connections);
    }

    /// <summary>Its processor's nanoseconds for one operation: the median of all measurements.</summary>
    internal double Median => Figures.Median(_samples);

    internal void Measure(Action<Load> work, long operations)
    {
        double before = _server.ProcessorNanoseconds;
        work(_load);
        _samples.Add((_server.ProcessorNanoseconds - before) / operations);
    }

    internal void WarmUp(Action<Load> work) => work(_load);

    public void Dispose()
    {
        _load.Dispose();
        _server.Dispose();
    }
}
