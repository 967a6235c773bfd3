using System.Diagnostics;

namespace Coroutines;

/// <summary>A frame that took longer than it may, and who took how much of it.</summary>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class FrameReport
{
    private const int Shown = 3;

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

    /// <summary>The frame, and the three that took most of it.</summary>
    /// <returns>For example <c>frame 77: 21.40 ms of 16.67 ms: Spawn 12.00 ms in 1 step, Enemy 6.20 ms in 40 steps, Hud 0.40 ms in 1 step</c>.</returns>
    public override string ToString()
    {
        string who = string.Join(", ", Entries.Take(Shown).Select(static entry => $"{entry.Name} {entry.Cost}"));
        return FormattableString.Invariant(
            $"{Frame} of {Budget.TotalMilliseconds:0.00} ms: {(who.Length == 0 ? "no coroutine ran" : who)}");
    }
}
