namespace Coroutines;

/// <summary>A frame that took longer than it may, and who took how much of it.</summary>
/// <param name="Frame">Which one.</param>
/// <param name="Budget">How long it may take; null where there is no limit.</param>
/// <param name="Entries">By coroutine, the dearest first.</param>
public sealed record FrameReport(FrameEvent Frame, TimeSpan? Budget, IReadOnlyList<ProfileEntry> Entries)
{
    private const int Shown = 3;

    /// <summary>The frame, and the three that took most of it.</summary>
    /// <returns>For example <c>frame 77: 21.40 ms of 16.67 ms: Spawn 12.00 ms in 1 step, Enemy 6.20 ms in 40 steps, Hud 0.40 ms in 1 step</c>.</returns>
    public override string ToString()
    {
        string budget = Budget is { } limit ? FormattableString.Invariant($" of {limit.TotalMilliseconds:0.00} ms") : string.Empty;
        string who = string.Join(", ", Entries.Take(Shown).Select(static entry => FormattableString.Invariant(
            $"{entry.Name} {entry.Time.TotalMilliseconds:0.00} ms in {entry.Steps} step{(entry.Steps == 1 ? string.Empty : "s")}")));
        return $"{Frame}{budget}: {(who.Length == 0 ? "no coroutine ran" : who)}";
    }
}
