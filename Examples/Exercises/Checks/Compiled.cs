using Coroutines.Exercises.Command;

namespace Coroutines.Exercises.Checks;

/// <summary>What came of compiling a variant.</summary>
/// <param name="Objections">The compiler's errors, and its warnings where none is allowed.</param>
/// <param name="Noticed">What the library's analyzers have found in the learner's file.</param>
internal sealed record Compiled(IReadOnlyList<string> Objections, IReadOnlyList<Advice> Noticed);
