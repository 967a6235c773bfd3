using Coroutines.Exercises.Command;

namespace Coroutines.Exercises.Checks;

/// <summary>What could stand in the file that the learner edits; one of the failing tests has to say what <c>Says</c> says.</summary>
internal sealed record Variant(Exercise Exercise, VariantKind Kind, string Title, string Text, string AssemblyPath, string Says = "")
{
    public override string ToString() => $"{Exercise.Name}, '{Title}'";
}
