using Coroutines.Exercises.Command;

namespace Coroutines.Exercises.Checks;

/// <summary>What could stand in the file that the learner edits.</summary>
/// <param name="Exercise">The exercise whose file it is.</param>
/// <param name="Kind">Where it comes from, and so how its tests have to end.</param>
/// <param name="Text">The file's text.</param>
/// <param name="AssemblyPath">Where it is compiled to.</param>
/// <param name="Answer">What is known about it.</param>
internal sealed record Variant(Exercise Exercise, VariantKind Kind, string Text, string AssemblyPath, Answer Answer)
{
    public override string ToString() => $"{Exercise.Name}, '{Answer.Title}'";
}
