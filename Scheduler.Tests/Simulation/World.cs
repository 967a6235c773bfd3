using Coroutines.Testing;
using static Coroutines.Awaitable;

// Not that of the folder: a namespace of that name would hide the type.
namespace Coroutines.Tests.Worlds;

/// <summary>What tests of simulated worlds have in common: links that take exactly 10 milliseconds, and a list of what happened when.</summary>
internal sealed class World : IDisposable
{
    internal const double Latency = 0.01;

    internal World(int seed = 1, SimulationOptions? options = null)
    {
        Simulation = new Simulation(seed, options ?? new SimulationOptions { Latency = Latency, LatencyMax = Latency });
        Simulation.Scheduler.ExceptionHandler = Reports.Add;
    }

    internal Simulation Simulation { get; }

    internal List<string> Log { get; } = [];

    internal List<ExceptionContext> Reports { get; } = [];

    public void Dispose() => Simulation.Dispose();

    /// <summary>Notes something with the time, to a millisecond.</summary>
    internal void Note(string line) => Log.Add(FormattableString.Invariant($"{Simulation.Time:0.000} {line}"));

    /// <summary>Adds a host that answers each line at port 80 with the same in capitals, and whose main has then ended.</summary>
    internal SimulatedHost AddEcho(string name = "server") => Simulation.AddHost(name, () => Serve(EchoLines));

    /// <summary>Adds a host that does nothing, for a script that acts on its behalf.</summary>
    internal SimulatedHost AddIdle(string name) => Simulation.AddHost(name, Nothing);

    internal static IEnumerator<Awaitable> Serve(Func<CoStream, IEnumerator<Awaitable>> handler)
    {
        yield return StartServer(handler, null, 80);
    }

    internal static IEnumerator<Awaitable> EchoLines(CoStream stream)
    {
        while (true)
        {
            yield return stream.ReadLine().Into(out Awaitable<string?> line);
            if (line.Result is not { } text)
            {
                yield break;
            }

            stream.Write($"{text.ToUpperInvariant()}\n");
            yield return stream.Drain();
        }
    }

    internal static IEnumerator<Awaitable> Nothing()
    {
        yield return null;
    }

    /// <summary>Waits until somebody cuts it off.</summary>
    internal static IEnumerator<Awaitable> Forever()
    {
        yield return new Future();
    }
}
