using System.Diagnostics;

namespace Coroutines.Testing;

/// <summary>How a <see cref="TestScheduler"/> is set up. The defaults suit a unit test.</summary>
/// <remarks>To be set before it is handed over.</remarks>
[DebuggerDisplay("{DebuggerDisplay,nq}")]
public sealed class TestOptions
{
    internal static readonly TestOptions Default = new();

    // Not `init`: such a setter has another signature in each build of the library, and Coroutines.NUnit, which is compiled
    // against one of them, has to run with either.

    /// <summary>
    /// How far the virtual clock may go in one run, in seconds; a day by default. A coroutine that sleeps in an endless loop
    /// is ended by it.
    /// </summary>
    public Duration VirtualTimeout { get; set; } = TimeSpan.FromDays(1);

    /// <summary>
    /// How long one run may take in real time; 10 seconds by default. It ends what waits for a socket or a thread for ever, and
    /// interrupts a step that blocks the thread. What a loaded machine takes away from the process is not counted. While a debugger is
    /// attached, it does not apply.
    /// </summary>
    /// <remarks>
    /// A step that loops without ever coming to a <c>yield return</c> cannot be ended: if it goes on for a minute more, the process is
    /// ended, with a message that names it.
    /// </remarks>
    public Duration RealTimeout { get; set; } = 10.0;

    /// <summary>
    /// How many iterations one run may take; 1,000,000 by default. Coroutines that yield bare for ever are ended by it.
    /// </summary>
    public int IterationLimit
    {
        get;
        set => field = value > 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "A run needs at least one iteration.");
    } = 1_000_000;

    /// <summary>
    /// How many iterations may pass without progress: without the clock moving on, or a task beginning or ending; as many as there may be by
    /// default. It ends tasks that keep each other busy and come to nothing.
    /// </summary>
    public int ProgressLimit
    {
        get;
        set => field = value > 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "Progress takes at least one iteration.");
    } = int.MaxValue;

    /// <summary>
    /// How many iterations a task may wait for a primitive, such as a lock, while others go on; as many as there may be by default. It ends
    /// runs in which one is always passed over. What waits for time or for another task does not count.
    /// </summary>
    public int StarvationLimit
    {
        get;
        set => field = value > 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "A wait takes at least one iteration.");
    } = int.MaxValue;

    /// <summary>What a test may leave behind; nothing by default.</summary>
    public Leftovers Permitted { get; set; }

    /// <summary>
    /// Whether <see cref="TestScheduler.Trace"/> records every step and not only what the test itself notes in it; true by default.
    /// </summary>
    public bool TracesSteps { get; set; } = true;

    /// <summary>
    /// The phases of a frame, for a test of a game loop, as in <see cref="SchedulerOptions.Phases"/>, which says what lists are
    /// refused; <see cref="FramePhase.Update"/> alone by default.
    /// </summary>
    public IReadOnlyList<FramePhase> Phases { get; set; } = [FramePhase.Update];

    /// <summary>
    /// asyncio's debug mode, as in <see cref="SchedulerOptions.Debug"/>. Steps that hold up the loop are found by their real time, too: such
    /// as a <c>Thread.Sleep</c>.
    /// </summary>
    public bool Debug { get; set; }

    /// <summary>
    /// Whether each coroutine that is used a second time is recognised, as in <see cref="SchedulerOptions.TracksReuse"/>; true by default.
    /// </summary>
    public bool TracksReuse { get; set; } = true;

    /// <summary>How long a step may go on that was interrupted, before there is no way left but to end the process.</summary>
    internal Duration LastResort { get; set; } = 60.0;

    /// <summary>Ends the process, and says why.</summary>
    internal Action<string> EndProcess { get; set; } = Environment.FailFast;

    /// <summary>Tells how much real time a loaded machine takes away.</summary>
    internal Func<LostTime> LostTime { get; set; } = Testing.LostTime.Watch;

    /// <summary>The same, with or without a record of the steps.</summary>
    internal TestOptions With(bool tracesSteps)
    {
        var copy = (TestOptions)MemberwiseClone();
        copy.TracesSteps = tracesSteps;
        return copy;
    }

    private string DebuggerDisplay => $"within {VirtualTimeout} of virtual and {RealTimeout} of real time{(Debug ? ", debug" : string.Empty)}";
}
