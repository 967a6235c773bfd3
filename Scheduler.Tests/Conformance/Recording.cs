using System.Text.RegularExpressions;

namespace Coroutines.Tests.Conformance;

/// <summary>What the Python programs logged under CPython, a text file beside each program.</summary>
internal static partial class Recording
{
    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Conformance", "Programs");

    /// <summary>The names of the programs; each is about one topic.</summary>
    public static string[] Topics =>
        [.. Directory.EnumerateFiles(Folder, "*.py").Select(path => Path.GetFileNameWithoutExtension(path)).Order()];

    /// <summary>The recorded traces of a topic's cases, by name.</summary>
    public static Dictionary<string, string[]> Read(string topic)
    {
        string path = Path.Combine(Folder, $"{topic}.txt");
        return File.Exists(path)
            ? CaseBlock().Matches(File.ReadAllText(path).ReplaceLineEndings("\n")).ToDictionary(
                block => block.Groups["name"].Value,
                block => block.Groups["trace"].Value.TrimEnd('\n').Split('\n'))
            : [];
    }

    /// <summary>The names of the cases that a program has.</summary>
    public static string[] CasesOf(string topic) =>
        [.. CaseDefinition()
            .Matches(File.ReadAllText(Path.Combine(Folder, $"{topic}.py")).ReplaceLineEndings("\n"))
            .Select(definition => definition.Groups["name"].Value)];

    /// <summary>A name of C#, as Python would write it.</summary>
    public static string ToSnakeCase(string name) => WordStart().Replace(name, "_$0").ToLowerInvariant();

    [GeneratedRegex(@"^== (?<name>\w+)\n(?<trace>(?s:.*?))(?=^== |\z)", RegexOptions.Multiline)]
    private static partial Regex CaseBlock();

    [GeneratedRegex(@"^@case\n(?:async )?def (?<name>\w+)\(", RegexOptions.Multiline)]
    private static partial Regex CaseDefinition();

    [GeneratedRegex("(?<!^)[A-Z]")]
    private static partial Regex WordStart();
}
