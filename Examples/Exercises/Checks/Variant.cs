using Coroutines.Exercises.Command;
using Coroutines.Exercises.Command.Compiling;

namespace Coroutines.Exercises.Checks;

/// <summary>What could stand in the file that the learner edits.</summary>
/// <param name="Exercise">The exercise whose file it is.</param>
/// <param name="Kind">Where it comes from, and so how its tests have to end.</param>
/// <param name="Answer">What is known about it.</param>
/// <param name="Sources">What it is compiled from.</param>
internal sealed record Variant(Exercise Exercise, VariantKind Kind, Answer Answer, Sources Sources)
{
    public override string ToString() => $"{Exercise.Name}, '{Answer.Title}'";
}
