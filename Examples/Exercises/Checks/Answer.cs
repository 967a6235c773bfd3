namespace Coroutines.Exercises.Checks;

/// <summary>
/// An answer other than the solution: the solution with some text replaced. A wrong one says what the learner gets to read.
/// </summary>
/// <param name="Title">What is special about it.</param>
/// <param name="Says">A part of the first failing test's message; null for a right answer, which has no failing test.</param>
/// <param name="Notices">A part of what the command has noticed in it; null where there is nothing to be noticed.</param>
/// <param name="Replacements">What makes it of the solution, one after the other.</param>
/// <remarks>
/// The files in <c>Mistakes</c> and <c>Alternatives</c> have a section for each answer: <c># title</c>, the lines
/// <c>says: ...</c> and <c>notices: ...</c> where they apply, and any number of replacements, each of which is <c>---</c>, the lines
/// to replace, <c>+++</c> and the lines to put there.
/// </remarks>
internal sealed record Answer(string Title, string? Says, string? Notices, IReadOnlyList<(string Old, string New)> Replacements)
{
    internal static IReadOnlyList<Answer> ReadAll(string path)
    {
        if (!File.Exists(path))
        {
            return [];
        }

        string text = "\n" + File.ReadAllText(path).ReplaceLineEndings("\n").TrimEnd('\n');
        return [.. text.Split("\n# ", StringSplitOptions.RemoveEmptyEntries).Select(Parse)];
    }

    /// <summary>The whole text of this answer; null if the solution does not have what is to be replaced.</summary>
    internal string? PutInto(string solution)
    {
        foreach ((string old, string replacement) in Replacements)
        {
            if (!solution.Contains(old, StringComparison.Ordinal))
            {
                return null;
            }

            solution = solution.Replace(old, replacement, StringComparison.Ordinal);
        }

        return solution;
    }

    private static Answer Parse(string section)
    {
        string[] parts = section.TrimEnd('\n').Split("\n---\n");
        string[] head = parts[0].Split('\n');
        return new Answer(head[0], Find(head, "says: "), Find(head, "notices: "), [.. parts.Skip(1).Select(ParseReplacement)]);
    }

    private static string? Find(string[] head, string mark) =>
        head.Skip(1).FirstOrDefault(line => line.StartsWith(mark, StringComparison.Ordinal))?[mark.Length..];

    private static (string Old, string New) ParseReplacement(string part)
    {
        string[] sides = (part + "\n").Split("\n+++\n");
        return sides is [string old, string replacement]
            ? (old, replacement.TrimEnd('\n'))
            : throw new InvalidDataException($"A replacement has one line '+++': {part}");
    }
}
