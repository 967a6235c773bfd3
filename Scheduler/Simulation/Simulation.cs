using System.Diagnostics;

namespace Coroutines.Testing;

/// <summary>
/// A world of hosts on one virtual clock, with a network between them that is slow, breaks and is mended: a distributed program runs in it, in one
/// thread, without a change. Everything that happens follows from the seed.
/// </summary>
/// <remarks>
/// <para>Add hosts, and run: a script that does to them what is to be tested, or so many seconds. Between two runs everything stands still, and goes on
/// where it was.</para>
/// <para>The code of the hosts calls <see cref="Awaitable.StartServer"/>, <see cref="Awaitable.OpenConnection"/>,
/// <see cref="Awaitable.CreateDatagramEndpoint"/> and <see cref="Awaitable.GetAddrInfo"/> as ever. What is to follow from the seed must ask nothing else of the
/// real world: no threads, no sockets, no time but the scheduler's.</para>
/// <para>Errors that reach nobody go to the scheduler's <see cref="Coroutines.Scheduler.ExceptionHandler"/>. To be used on one thread.</para>
/// </remarks>
[DebuggerDisplay("{ToString(),nq}")]
public sealed partial class Simulation : IDisposable
{
    private readonly List<SimulatedHost> _hosts = [];
    private readonly SimulatedNetwork _network;
    private readonly SeededFaults _faults;
    private readonly SeededRandom _clockRandom;
    private bool _isDisposed;

    /// <summary>Makes a world without hosts.</summary>
    /// <param name="seed">What everything follows from that is left to chance.</param>
    /// <param name="options">How it is; null for the defaults, without faults.</param>
    public Simulation(int seed = 0, SimulationOptions? options = null)
    {
        Seed = seed;
        Options = (options ?? new SimulationOptions()).Copy();
        Scheduler = new Scheduler(new SchedulerOptions
        {
            Name = "simulation",
            TimeProvider = new VirtualClock(),
            UnseenExceptions = ReportMoment.AtOnce,
            HandleCtrlC = false,
        });
        Trace = new SimulationTrace(Scheduler, seed, Options.TraceLimit);

        // Each has numbers of its own, so that what one draws changes nothing for the others.
        DiskRandom = new SeededRandom(seed ^ 0x64697363);
        _clockRandom = new SeededRandom(seed ^ 0x636C6F63);
        _network = new SimulatedNetwork(Scheduler, Options, new SeededRandom(seed), Trace);
        _faults = new SeededFaults(this, new SeededRandom(seed ^ 0x6661756C));
        Scheduler.Network = _network;
    }

    /// <summary>The time since it began, in seconds.</summary>
    public double Time => Scheduler.Time;

    /// <summary>What everything follows from that is left to chance.</summary>
    public int Seed { get; }

    /// <summary>The scheduler that runs all hosts.</summary>
    public Scheduler Scheduler { get; }

    /// <summary>What has happened.</summary>
    public SimulationTrace Trace { get; }

    /// <summary>Its hosts, in the order in which they were added.</summary>
    public IReadOnlyList<SimulatedHost> Hosts => _hosts;

    internal SimulationOptions Options { get; }

    internal SeededRandom DiskRandom { get; }

    /// <summary>Adds a host, which is up from then on.</summary>
    /// <param name="name">Its name, by which others find it; as in the real world, case does not count.</param>
    /// <param name="main">Makes its main coroutine; called at each start, as the host, in the next run.</param>
    /// <returns>The host.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The name is no name of a host, or there is one of that name.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public SimulatedHost AddHost(string name, Func<IEnumerator<Awaitable>> main)
    {
        ThrowHelper.IfNull(name, nameof(name));
        ThrowHelper.IfNull(main, nameof(main));
        VerifyUsable();
        VerifyName(name);
        var host = new SimulatedHost(this, _network.AddNode(name, isHost: true), main)
        {
            ClockOffset = _clockRandom.Between(-Options.ClockOffset.Seconds, Options.ClockOffset.Seconds),
            ClockRate = _clockRandom.Between(1 - Options.ClockDrift, 1 + Options.ClockDrift),
        };
        _hosts.Add(host);
        return host;
    }

    /// <summary>A host by its name.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The host.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> is null.</exception>
    /// <exception cref="ArgumentException">There is none of that name; the message lists those that there are.</exception>
    public SimulatedHost Host(string name)
    {
        ThrowHelper.IfNull(name, nameof(name));
        return Find(name) ?? throw new ArgumentException(
            $"There is no host {Repr.Of(name)} in this simulation. Its hosts are {string.Join(", ", _hosts.Select(static host => Repr.Of(host.Name)))}.", nameof(name));
    }

    /// <summary>Writes a line of the program's own into the trace, as the host that runs.</summary>
    /// <param name="text">The line.</param>
    /// <exception cref="ArgumentNullException"><paramref name="text"/> is null.</exception>
    public void Note(string text)
    {
        ThrowHelper.IfNull(text, nameof(text));
        VerifyUsable();
        Trace.Add(TraceKind.Note, _network.Caller.Node, text: text);
    }

    /// <summary>
    /// Ends it: hosts stop where they stand, without a <c>finally</c>; scripts that have not ended are cancelled and closed. A second call does
    /// nothing.
    /// </summary>
    /// <exception cref="InvalidOperationException">It is running.</exception>
    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        VerifyNotRunning(nameof(Dispose));
        _isDisposed = true;
        foreach (SimulatedHost host in _hosts.Where(static host => host.IsUp))
        {
            host.Stop();
        }

        Scheduler.Dispose();
    }

    /// <summary>For reports.</summary>
    /// <returns>For example <c>simulation with seed 7 at 12.5 s (3 hosts)</c>.</returns>
    public override string ToString() => $"simulation with seed {Seed} at {SecondsText.Of(Time)} s ({_hosts.Count} hosts)";

    internal void VerifyUsable()
    {
        if (_isDisposed)
        {
            throw new ObjectDisposedException(nameof(Simulation), $"The simulation with seed {Seed} was disposed; its hosts are no more.");
        }
    }

    private SimulatedHost? Find(string name) => _hosts.Find(host => string.Equals(host.Name, name, StringComparison.OrdinalIgnoreCase));

    private void VerifyName(string name)
    {
        if (Uri.CheckHostName(name) != UriHostNameType.Dns || string.Equals(name, "localhost", StringComparison.OrdinalIgnoreCase))
        {
            throw new ArgumentException($"{Repr.Of(name)} is no name that a host can be found by. Use letters, digits and hyphens, such as 'node-1'.", nameof(name));
        }

        if (Find(name) is not null)
        {
            throw new ArgumentException($"There is a host {Repr.Of(name)} in this simulation already. Each needs a name of its own.", nameof(name));
        }
    }
}
