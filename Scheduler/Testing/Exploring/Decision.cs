namespace Coroutines.Testing;

/// <summary>Something that was decided in a run.</summary>
/// <param name="Kind">What about.</param>
/// <param name="Choice">What was chosen; 0 is what an ordinary run does.</param>
/// <param name="Count">Among how many.</param>
internal readonly record struct Decision(DecisionKind Kind, int Choice, int Count);
