namespace Coroutines;

/// <summary>A warning of a page: what looks wrong, and what to do about it.</summary>
/// <param name="Kind">What sort of thing it is.</param>
/// <param name="Text">The warning in words.</param>
/// <param name="TaskId">The number of the task, as in <see cref="TaskSnapshot.Id"/>; 0 for none, or one that is over.</param>
internal sealed record Lint(LintKind Kind, string Text, long TaskId);
