using Coroutines.Exercises.Command;

namespace Coroutines.Exercises.Checks;

/// <summary>Looks at what the learner reads, and at the copy of what the learner begins with.</summary>
internal static class TextCheck
{
    private static readonly string[] _sections = ["What you learn", "What to do", "Hint", "In asyncio"];

    internal static IEnumerable<string> FindFaults(Exercise exercise)
    {
        foreach (string section in _sections.Where(section => string.IsNullOrEmpty(exercise.Section(section))))
        {
            yield return $"{exercise.Name}: its README.md has no section '## {section}'";
        }

        string text = File.ReadAllText(exercise.TextPath);
        if (!text.StartsWith($"# {exercise.Number}. ", StringComparison.Ordinal))
        {
            yield return $"{exercise.Name}: its README.md does not begin with '# {exercise.Number}. '";
        }

        if (!text.Contains($"]({Path.GetFileName(exercise.EditPath)})", StringComparison.Ordinal))
        {
            yield return $"{exercise.Name}: its README.md does not link to the file to edit";
        }

        if (!File.Exists(exercise.StartPath) || File.ReadAllText(exercise.StartPath) != File.ReadAllText(exercise.EditPath))
        {
            yield return $"{exercise.Name}: Starts/{exercise.Name}.txt is no copy of {Path.GetFileName(exercise.EditPath)}, to which a reset goes back";
        }
    }
}
