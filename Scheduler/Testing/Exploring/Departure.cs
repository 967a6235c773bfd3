namespace Coroutines.Testing;

/// <summary>A decision by which a run differs from an ordinary one.</summary>
/// <param name="Index">Its place among all decisions of the run.</param>
/// <param name="Kind">What was decided.</param>
/// <param name="Choice">What.</param>
/// <param name="Key">See <see cref="DecisionPoint.KeyOf"/>.</param>
/// <param name="Text">It in words; empty where nobody has asked for them.</param>
internal readonly record struct Departure(int Index, DecisionKind Kind, int Choice, long Key, string Text);
