namespace Coroutines.Exercises.Command.Compiling;

/// <summary>What came of compiling an exercise.</summary>
/// <param name="AssemblyPath">Where the assembly is; null if there is none, for the errors among the messages.</param>
/// <param name="Messages">The compiler's errors and warnings.</param>
internal sealed record Compiled(string? AssemblyPath, IReadOnlyList<CompilerMessage> Messages);
