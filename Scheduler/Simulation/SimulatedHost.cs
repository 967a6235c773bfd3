using System.Diagnostics;
using System.Net;

namespace Coroutines.Testing;

/// <summary>A host of a <see cref="Simulation"/>: a main coroutine, and all that it starts.</summary>
/// <remarks>
/// <para>To it belongs whatever its coroutines make: tasks, groups, the handlers of its servers, callbacks. Made by
/// <see cref="Simulation.AddHost"/>. To be used on the simulation's thread.</para>
/// <para>A main that ends leaves what it has started as it is: the host stays up.</para>
/// </remarks>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class SimulatedHost
{
    private readonly Simulation _simulation;
    private readonly Func<IEnumerator<Awaitable>> _main;

    // Its clock, which goes on over crashes.
    private readonly TaskDomain _machine;
    private TaskDomain _domain = null!;

    internal SimulatedHost(Simulation simulation, SimulatedNode node, Func<IEnumerator<Awaitable>> main)
    {
        _simulation = simulation;
        _main = main;
        Node = node;
        _machine = Scheduler.Domains.New(parent: null, this, Describe);
        Clock = new SimulatedClock(this);
        Disk = new SimulatedDisk(simulation, this);
        Start(TraceKind.Start);
    }

    /// <summary>The host of the coroutine or callback that runs; null outside of all hosts.</summary>
    public static SimulatedHost? Current => Scheduler.CurrentOrNull?.Domains.Host?.Owner as SimulatedHost;

    /// <summary>Its name, by which others find it.</summary>
    public string Name => Node.Name;

    /// <summary>Its address: 10.0.0.1 for the first host, and so on.</summary>
    public IPAddress Address => Node.Address;

    /// <summary>Whether it runs: from the start to a crash, and from a restart to the next one.</summary>
    public bool IsUp => Node.Stack is { IsUp: true };

    /// <summary>Whether it is paused.</summary>
    public bool IsPaused => IsUp && _domain.IsPaused;

    /// <summary>Its disk, which a crash leaves what was flushed.</summary>
    public SimulatedDisk Disk { get; }

    /// <summary>Its clock, as programs want it that take a <see cref="TimeProvider"/>. It may be wrong, and go wrong.</summary>
    public TimeProvider Clock { get; }

    /// <summary>How far the date of its <see cref="Clock"/> is off, in seconds; below 0 if it is behind. A change makes it jump.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not finite.</exception>
    public double ClockOffset
    {
        get;
        set
        {
            ThrowHelper.IfNotFinite(value, nameof(value));
            field = value;
        }
    }

    /// <summary>
    /// How fast its clock goes: 1 is right, 1.01 gains a hundredth. Its coroutines' sleeps and time limits follow it, those that are under way too.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not above 0, or infinite.</exception>
    public double ClockRate
    {
        get => _machine.Scale;
        set
        {
            _simulation.VerifyUsable();
            _machine.Scale = value > 0 && !double.IsInfinity(value) ? value : throw new ArgumentOutOfRangeException(
                nameof(value), value, $"The clock of host {Repr.Of(Name)} has to go on: its rate is a finite number above 0.");
        }
    }

    /// <summary>
    /// How slow it is: everything that others send reaches it so much later; 0 at first. (To slow down its disk, see
    /// <see cref="SimulatedDisk.Latency"/>.)
    /// </summary>
    public Duration Lag
    {
        get => Node.Lag;
        set => Node.Lag = value;
    }

    internal SimulatedNode Node { get; }

    /// <summary>Whether its main has begun and not ended.</summary>
    internal bool IsMainRunning { get; private set; }

    /// <summary>The seconds of its own clock.</summary>
    internal double Time => _machine.Time.Now;

    private Scheduler Scheduler => _simulation.Scheduler;

    /// <summary>
    /// Stops it where it stands. None of its coroutines goes on, and no <c>finally</c> block runs; what its disk has not flushed is lost, or torn.
    /// </summary>
    /// <remarks>
    /// Others hear of it when they next send something to it: then their connection is reset. If it is its own coroutine that calls this, that one
    /// stops where it next waits.
    /// </remarks>
    /// <exception cref="InvalidOperationException">It is down already.</exception>
    /// <exception cref="ObjectDisposedException">The simulation was disposed.</exception>
    public void Crash()
    {
        _simulation.VerifyUsable();
        VerifyUp(nameof(Crash));
        _simulation.Trace.Add(TraceKind.Crash, Node);
        Stop();
        Disk.Crash();
    }

    /// <summary>Runs its main anew, from the next iteration on. If it is up, it crashes before that.</summary>
    /// <exception cref="ObjectDisposedException">The simulation was disposed.</exception>
    public void Restart()
    {
        _simulation.VerifyUsable();
        if (IsUp)
        {
            Crash();
        }

        Start(TraceKind.Restart);
    }

    /// <summary>
    /// Stops its coroutines and callbacks until <see cref="Resume"/>, while its clock goes on: what has become due meanwhile is late then. As a
    /// process that the system does not let run, or that collects garbage; the system itself goes on to take what is sent to it. Does nothing if it
    /// is paused.
    /// </summary>
    /// <exception cref="InvalidOperationException">It is down.</exception>
    /// <exception cref="ObjectDisposedException">The simulation was disposed.</exception>
    public void Pause()
    {
        _simulation.VerifyUsable();
        VerifyUp(nameof(Pause));
        if (!IsPaused)
        {
            _simulation.Trace.Add(TraceKind.Pause, Node);
            _domain.Pause(true);
        }
    }

    /// <summary>Has it go on; does nothing if it is not paused.</summary>
    /// <exception cref="InvalidOperationException">It is down.</exception>
    /// <exception cref="ObjectDisposedException">The simulation was disposed.</exception>
    public void Resume()
    {
        _simulation.VerifyUsable();
        VerifyUp(nameof(Resume));
        if (IsPaused)
        {
            _simulation.Trace.Add(TraceKind.Resume, Node);
            _domain.Pause(false);
        }
    }

    /// <summary>Name and state, for reports.</summary>
    /// <returns>For example <c>host 'a' (up)</c>.</returns>
    public override string ToString() => $"{Describe()} ({(!IsUp ? "down" : IsPaused ? "paused" : "up")})";

    internal string Describe() => $"host {Repr.Of(Name)}";

    /// <summary>It goes down without a word.</summary>
    internal void Stop()
    {
        NetworkStack stack = Node.Stack!;
        stack.GoDown();
        IsMainRunning = false;
        _domain.Abandon();
        _simulation.NoteMains();

        // Not now: the one who calls may belong to this very host, for which nothing is called any more.
        Scheduler.Ready.Enqueue(new PostedAction(stack.LetGo));
    }

    private void Start(TraceKind kind)
    {
        _simulation.Trace.Add(kind, Node);
        _domain = Scheduler.Domains.New(_machine, this, Describe, isHost: true);
        Node.Stack = new NetworkStack(Node, _domain);
        IsMainRunning = true;
        Scheduler.Starter.StartIn(_domain, Live(), Name, context: null, eager: false);
    }

    private IEnumerator<Awaitable> Live()
    {
        yield return Awaitable.Settle(Boot(), out Outcome outcome, includeCancellation: true);
        IsMainRunning = false;
        _simulation.NoteMains();
        if (outcome.IsSuccess || outcome.IsCancelled)
        {
            _simulation.Trace.Add(TraceKind.MainEnd, Node);
        }
        else
        {
            // As of a process that ends by an exception, nothing is left of it.
            _simulation.Trace.Add(TraceKind.MainFailure, Node, text: outcome.Exception!.GetType().Name);
            Stop();
            _simulation.FailRun(outcome.Exception);
        }
    }

    // Apart, so that what the main's maker throws is the main's failure.
    private IEnumerator<Awaitable> Boot()
    {
        yield return Awaitable.Await(_main() ?? throw new InvalidOperationException($"The main of {Describe()} returned no coroutine."));
    }

    private void VerifyUp(string operation)
    {
        if (!IsUp)
        {
            throw new InvalidOperationException(
                $"{operation} was called on {Describe()}, which is down. Look at IsUp, or have it Restart before that.");
        }
    }
}
