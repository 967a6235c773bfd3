using System.Diagnostics;

namespace Coroutines;

/// <summary>A frame that took longer than it may, and who took how much of it.</summary>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class FrameReport
{
    private const int Shown = 3;

    private static readonly TimeSpan _noticed = TimeSpan.FromMilliseconds(1);

    internal FrameReport(FrameEvent frame, TimeSpan budget, IReadOnlyList<ProfileEntry> entries)
    {
        Frame = frame;
        Budget = budget;
        Entries = entries;
    }

    /// <summary>Which frame.</summary>
    public FrameEvent Frame { get; }

    /// <summary>How long it may take, in real time.</summary>
    public TimeSpan Budget { get; }

    /// <summary>What ran in it by coroutine, the dearest first.</summary>
    public IReadOnlyList<ProfileEntry> Entries { get; }

    /// <summary>The frame, and the three that took most of it; and what was spent elsewhere, if that is most of it, and more than a millisecond.</summary>
    /// <returns>For example <c>frame 77: 21.40 ms of 16.67 ms: Spawn 12.00 ms in 1 step, Enemy 6.20 ms in 40 steps, Hud 0.40 ms in 1 step</c>.</returns>
    public override string ToString()
    {
        string who = string.Join(", ", Entries.Take(Shown).Select(static entry => $"{entry.Name} {entry.Cost}"));
        return FormattableString.Invariant(
            $"{Frame} of {Budget.TotalMilliseconds:0.00} ms: {(who.Length == 0 ? "no coroutine ran" : who)}{Elsewhere}");
    }

    // The predicates that are waited for are asked outside of all steps.
    private string Elsewhere
    {
        get
        {
            TimeSpan rest = Frame.Duration - TimeSpan.FromTicks(Entries.Sum(static entry => entry.Time.Ticks));
            return rest > _noticed && rest.Ticks * 2 > Frame.Duration.Ticks
                ? FormattableString.Invariant($"; {rest.TotalMilliseconds:0.00} ms in no coroutine: predicates of WaitUntil and WaitWhile, and the scheduler itself")
                : string.Empty;
        }
    }
}
