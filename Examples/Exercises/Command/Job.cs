using System.Text.Json;

namespace Coroutines.Exercises.Command;

/// <summary>The tests of one exercise, to be found in one assembly.</summary>
/// <param name="Assembly">Where the compiled tests are.</param>
/// <param name="Exercise">The number that they bear as their <see cref="ExerciseAttribute"/>.</param>
internal sealed record Job(string Assembly, int Exercise)
{
    internal static Job Parse(string line) => JsonSerializer.Deserialize<Job>(line)!;

    internal string Format() => JsonSerializer.Serialize(this);
}
