using System.Diagnostics;

namespace Coroutines;

/// <summary>How a <see cref="SchedulerGroup"/> is set up.</summary>
[DebuggerDisplay("{DebuggerDisplay,nq}")]
public sealed class SchedulerGroupOptions
{
    internal static readonly SchedulerGroupOptions Default = new();

    /// <summary>What to call the group: its threads are this and the number of the loop, <c>loops-0</c> by default, and so are its schedulers where they have no options of their own.</summary>
    /// <exception cref="ArgumentNullException">It is null.</exception>
    public string Name
    {
        get;
        init
        {
            ThrowHelper.IfNull(value, nameof(value), "A group needs a name.");
            field = value;
        }
    } = "loops";

    /// <summary>
    /// Makes the options of each loop, whose number it is given; null, the default, for those of a server, with the group's name. It is called once for each by the
    /// constructor of the group. Their <see cref="SchedulerOptions.HandleCtrlC"/> is not heeded: a group is stopped as a whole.
    /// </summary>
    public Func<int, SchedulerOptions>? Scheduler { get; init; }

    /// <summary>
    /// Makes the main coroutine of each loop, on the loop's thread: a server of its own, for example; null, the default, for loops that only run what they are asked and told. It is cancelled when
    /// the group is stopped. One that ends before ends nothing else; one that fails stops the group.
    /// </summary>
    public Func<GroupedScheduler, IEnumerator<Awaitable>>? Main { get; init; }

    /// <summary>How many coroutines may be under way in each loop for others; further ones wait in line. 1,024 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is less than 1.</exception>
    public int MaxCalls
    {
        get;
        init
        {
            ThrowHelper.IfLessThan(value, 1, nameof(value), "A loop has to run at least one coroutine at a time.");
            field = value;
        }
    } = 1024;

    private string DebuggerDisplay => FormattableString.Invariant($"group {Repr.Of(Name)}, {MaxCalls} calls at a time{(Main is null ? string.Empty : ", with mains")}");
}
