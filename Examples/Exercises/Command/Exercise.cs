using System.Text.RegularExpressions;

namespace Coroutines.Exercises.Command;

/// <summary>One exercise, as its folder in <c>Course</c> describes it.</summary>
internal sealed partial class Exercise
{
    private readonly Language _textLanguage;
    private readonly Lazy<FailureTranslation>? _translation;

    private Exercise(string root, string name, int number, Language language)
    {
        string folder = Path.Combine(root, "Course", name);
        Name = name;
        Number = number;
        string translated = Path.Combine(folder, "README.ja.md");
        _textLanguage = language == Language.Japanese && File.Exists(translated) ? Language.Japanese : Language.English;
        TextPath = _textLanguage == Language.Japanese ? translated : Path.Combine(folder, "README.md");
        TestsPath = Single(folder, path => path.EndsWith("Tests.cs", StringComparison.Ordinal));
        EditPath = Single(folder, path => !path.EndsWith("Tests.cs", StringComparison.Ordinal));
        SolutionPath = Path.Combine(root, "Solutions", name, Path.GetFileName(EditPath));
        StartPath = Path.Combine(root, "Starts", name + ".txt");
        _translation = language == Language.Japanese
            ? new(() => FailureTranslation.Read(Path.Combine(folder, "messages.ja"), Path.Combine(root, "Support", "messages.ja")))
            : null;
        Title = Heading().Match(File.ReadAllText(TextPath)).Groups["title"].Value.Trim();
    }

    internal int Number { get; }

    /// <summary>The folder's name.</summary>
    internal string Name { get; }

    internal string Title { get; }

    /// <summary>What the learner reads: in the learner's language, or else in English.</summary>
    internal string TextPath { get; }

    /// <summary>What the learner writes.</summary>
    internal string EditPath { get; }

    internal string TestsPath { get; }

    internal string SolutionPath { get; }

    /// <summary>A copy of the file to edit as it was before anybody wrote in it.</summary>
    internal string StartPath { get; }

    /// <summary>The text's hint, in lines that fit a terminal.</summary>
    internal string Hint => Columns.Fit(LineEnd().Replace(FoldedHint().Replace(HintSection, "${text}"), " "));

    /// <summary>Whether a page shows the hint only to who asks for it.</summary>
    internal bool IsHintFolded => FoldedHint().IsMatch(HintSection);

    private string HintSection => Section(_textLanguage == Language.English ? "Hint" : "ヒント") ?? "";

    /// <summary>All exercises below the course's folder, in their order.</summary>
    internal static IReadOnlyList<Exercise> FindAll(string root, Language language) =>
        [.. Directory.EnumerateDirectories(Path.Combine(root, "Course"))
            .Select(folder => Path.GetFileName(folder))
            .Where(name => Numbered().IsMatch(name))
            .Order(StringComparer.Ordinal)
            .Select(name => new Exercise(root, name, int.Parse(name.Split('-')[0]), language))];

    /// <summary>What a failed test says, in the learner's language.</summary>
    internal string Translate(string message) => _translation is null ? message : _translation.Value.Translate(message.ReplaceLineEndings("\n"));

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
            : throw new IncompleteExerciseException(folder);
    }

    // Editors and builds put folders of their own beside.
    [GeneratedRegex(@"^\d\d-")]
    private static partial Regex Numbered();

    [GeneratedRegex(@"^<details>\n<summary>[^\n]+</summary>\n\n(?<text>.+)\n\n</details>$", RegexOptions.Singleline)]
    private static partial Regex FoldedHint();

    // A terminal has other lines than the file; a paragraph stays one.
    [GeneratedRegex(@"(?<!\n)\n(?!\n)")]
    private static partial Regex LineEnd();

    [GeneratedRegex(@"^# (?:\d+\. )?(?<title>.*)", RegexOptions.Multiline)]
    private static partial Regex Heading();
}
