namespace Coroutines.Exercises.Checks;

/// <summary>
/// A plausible wrong answer: the solution with some text replaced, and what a failing test has to say about it.
/// </summary>
/// <remarks>
/// The files in <c>Mistakes</c> have a section for each: <c># title</c>, <c>says: part of the message</c>, and any number of
/// replacements, each of which is <c>---</c>, the lines to replace, <c>+++</c> and the lines to put there.
/// </remarks>
internal sealed record Mistake(string Title, string Says, IReadOnlyList<(string Old, string New)> Replacements)
{
    private const string SaysMark = "says: ";

    internal static IReadOnlyList<Mistake> ReadAll(string path)
    {
        if (!File.Exists(path))
        {
            return [];
        }

        string text = "\n" + File.ReadAllText(path).ReplaceLineEndings("\n").TrimEnd('\n');
        return [.. text.Split("\n# ", StringSplitOptions.RemoveEmptyEntries).Select(Parse)];
    }

    /// <summary>The solution with this mistake in it; null if the solution does not have what is to be replaced.</summary>
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

    private static Mistake Parse(string section)
    {
        string[] parts = section.TrimEnd('\n').Split("\n---\n");
        string[] head = parts[0].Split('\n');
        if (head is not [string title, string says] || !says.StartsWith(SaysMark, StringComparison.Ordinal))
        {
            throw new InvalidDataException($"A mistake begins with its title and a line '{SaysMark}...': {parts[0]}");
        }

        return new Mistake(title, says[SaysMark.Length..], [.. parts.Skip(1).Select(ParseReplacement)]);
    }

    private static (string Old, string New) ParseReplacement(string part)
    {
        string[] sides = (part + "\n").Split("\n+++\n");
        return sides is [string old, string replacement]
            ? (old, replacement.TrimEnd('\n'))
            : throw new InvalidDataException($"A replacement has one line '+++': {part}");
    }
}
