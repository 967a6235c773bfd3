using System.Text.RegularExpressions;

namespace Coroutines.Exercises.Command;

/// <summary>One exercise, as its folder in <c>Course</c> describes it.</summary>
internal sealed partial class Exercise
{
    private Exercise(string root, string name, int number)
    {
        string folder = Path.Combine(root, "Course", name);
        Name = name;
        Number = number;
        TextPath = Path.Combine(folder, "README.md");
        TestsPath = Single(folder, path => path.EndsWith("Tests.cs", StringComparison.Ordinal));
        EditPath = Single(folder, path => !path.EndsWith("Tests.cs", StringComparison.Ordinal));
        SolutionPath = Path.Combine(root, "Solutions", name, Path.GetFileName(EditPath));
        StartPath = Path.Combine(root, "Starts", name + ".txt");
        Title = Heading().Match(File.ReadAllText(TextPath)).Groups["title"].Value.Trim();
    }

    internal int Number { get; }

    /// <summary>The folder's name.</summary>
    internal string Name { get; }

    internal string Title { get; }

    /// <summary>What the learner reads.</summary>
    internal string TextPath { get; }

    /// <summary>What the learner writes.</summary>
    internal string EditPath { get; }

    internal string TestsPath { get; }

    internal string SolutionPath { get; }

    /// <summary>A copy of the file to edit as it was before anybody wrote in it.</summary>
    internal string StartPath { get; }

    /// <summary>All exercises below the course's folder, in their order.</summary>
    internal static IReadOnlyList<Exercise> FindAll(string root) =>
        [.. Directory.EnumerateDirectories(Path.Combine(root, "Course"))
            .Select(folder => Path.GetFileName(folder))
            .Where(name => Numbered().IsMatch(name))
            .Order(StringComparer.Ordinal)
            .Select(name => new Exercise(root, name, int.Parse(name.Split('-')[0])))];

    /// <summary>Puts the file to edit back to its beginning.</summary>
    internal void Reset() => File.WriteAllText(EditPath, File.ReadAllText(StartPath));

    /// <summary>A section of the text, without its heading; null if it has none of that name.</summary>
    internal string? Section(string heading)
    {
        string text = File.ReadAllText(TextPath).ReplaceLineEndings("\n");
        int start = text.IndexOf($"\n## {heading}\n", StringComparison.Ordinal);
        if (start < 0)
        {
            return null;
        }

        start = text.IndexOf('\n', start + 1);
        int end = text.IndexOf("\n## ", start, StringComparison.Ordinal);
        return (end < 0 ? text[start..] : text[start..end]).Trim();
    }

    private static string Single(string folder, Func<string, bool> isMeant)
    {
        string[] files = [.. Directory.EnumerateFiles(folder, "*.cs").Where(isMeant)];
        return files is [var file]
            ? file
            : throw new InvalidOperationException($"{folder} has to hold one file to edit and one file of tests.");
    }

    // Editors and builds put folders of their own beside.
    [GeneratedRegex(@"^\d\d-")]
    private static partial Regex Numbered();

    [GeneratedRegex(@"^# (?:\d+\. )?(?<title>.*)", RegexOptions.Multiline)]
    private static partial Regex Heading();
}
