using System.Diagnostics;

namespace Coroutines;

/// <summary>How a <see cref="Scheduler"/> is set up. Every option has a default that suits a script or a server.</summary>
[DebuggerDisplay("{DebuggerDisplay,nq}")]
public sealed partial class SchedulerOptions
{
    internal static readonly SchedulerOptions Default = new();

    /// <summary>What to call the scheduler in messages; null (the default) for a number.</summary>
    public string? Name { get; init; }

    /// <summary>
    /// The clock; the system's monotonic clock by default. A <see cref="VirtualClock"/> jumps to the next deadline
    /// instead of waiting for it. In a game loop, <see cref="Scheduler.Tick(double)"/> has a clock of its own, and this one
    /// serves only to measure slow steps.
    /// </summary>
    /// <remarks>
    /// What one of your own throws goes to the exception handler, once; until it tells the time again, the system's clock goes on
    /// from its last time. One that goes back counts as having stood still.
    /// </remarks>
    /// <exception cref="ArgumentException">It counts no units in a second: its frequency is not above 0.</exception>
    public TimeProvider TimeProvider
    {
        get;
        init
        {
            ThrowHelper.IfNull(value, nameof(value), "A scheduler needs a clock.");
            _ = SteadyTime.FrequencyOf(value);
            field = value;
        }
    } = TimeProvider.System;

    /// <summary>
    /// asyncio's debug mode: reports slow steps, records where tasks were created, and refuses also to tell a result to a wrong
    /// thread, and any call from a thread other than that of the first <see cref="Scheduler.Tick(double)"/>, which would else go
    /// unnoticed between two of them. Costs time and memory.
    /// </summary>
    public bool Debug { get; init; }

    /// <summary>
    /// In debug mode, a step or callback that takes longer than this is reported; 0.1 seconds by default. It is measured by the
    /// <see cref="TimeProvider"/>, and beside one that is not the system's, such as a <see cref="VirtualClock"/>, also in real time (without
    /// what a loaded machine takes away, where that can be told: on Linux).
    /// </summary>
    public Duration SlowStepThreshold { get; init; } = 0.1;

    /// <summary>
    /// Told of every error that reaches nobody: a callback that threw, a task whose exception was never looked at. Null
    /// stands for a readable report on standard error. Can be replaced through
    /// <see cref="Scheduler.ExceptionHandler"/>.
    /// </summary>
    public Action<ExceptionContext>? ExceptionHandler { get; init; }

    /// <summary>
    /// How long an otherwise idle <c>Run</c> waits before it asks the predicates of <c>WaitUntil</c> and
    /// <c>WaitWhile</c> again; 0.01 seconds by default. A Tick asks once, whatever this says.
    /// </summary>
    public Duration PredicateInterval { get; init; } = 0.01;

    /// <summary>
    /// How many iterations a Tick may take at one moment of its clock, or within a millisecond of it. Coroutines that keep
    /// waking each other beyond that are named in an error. What sockets and other threads bring is not counted. 100,000 by
    /// default.
    /// </summary>
    public int TickIterationLimit
    {
        get;
        init => field = value > 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "A Tick needs at least one iteration.");
    } = 100_000;

    /// <summary>
    /// Whether Ctrl-C during <c>Scheduler.Run</c> cancels the main task, as in asyncio (the default), or is left to the
    /// host.
    /// </summary>
    public bool HandleCtrlC { get; init; } = true;

    /// <summary>
    /// Whether the loop's thread has a <see cref="SynchronizationContext"/> of the scheduler's while it runs, by which <c>async</c> code
    /// that a coroutine has begun comes back on the loop, each time in an iteration of its own, instead of going on on a thread of the pool.
    /// False by default, which costs nothing.
    /// </summary>
    /// <remarks>
    /// <para>So what such code shares with coroutines needs no lock; <c>ConfigureAwait(false)</c> leaves the loop as ever. Under a
    /// <see cref="VirtualClock"/>, code that waits by nothing but that clock's timers has its exact place in the order.</para>
    /// <para>In a game loop what comes back between two Ticks goes on in the next one. Once the scheduler was disposed, code that comes back
    /// goes on on a thread of the pool. <c>Send</c> from another thread is not supported. asyncio has no counterpart.</para>
    /// </remarks>
    public bool SetsSynchronizationContext { get; init; }

    /// <summary>
    /// Called with each scheduler that is made of these options, as the last thing before whoever makes it has it: to attach a recorder, a dashboard, a
    /// listener, also to one that <c>Scheduler.Run</c> makes. Null for none.
    /// </summary>
    /// <remarks>What it throws comes out of the constructor, or of <c>Run</c>, and the scheduler is disposed.</remarks>
    public Action<Scheduler>? Configure { get; init; }

    /// <summary>What has made the scheduler to have a hold on it, a test scheduler; null for none. It is found by it from inside a run.</summary>
    internal object? Harness { get; init; }

    /// <summary>A scheduler of these options is made: <see cref="Configure"/> is called with it.</summary>
    internal void OnMade(Scheduler scheduler)
    {
        try
        {
            Configure?.Invoke(scheduler);
        }
        catch
        {
            // Nobody gets hold of it.
            scheduler.Dispose();
            throw;
        }
    }

    private string DebuggerDisplay => $"{(Name is null ? "a scheduler" : $"scheduler {Repr.Of(Name)}")} by {TimeProvider.GetType().Name}{(Debug ? ", debug" : string.Empty)}";
}
