using System.Text.RegularExpressions;

namespace Coroutines.Packaging;

/// <summary>The newest entry of the changelog, as plain text: a package page shows no Markdown there.</summary>
internal static partial class ReleaseNotes
{
    // What package pages take.
    private const int Longest = 35_000;

    internal static string Of(string changelog)
    {
        string newest = changelog.ReplaceLineEndings("\n").Split("\n## ").ElementAtOrDefault(1)
            ?? throw new InvalidDataException("The changelog has no entry: a line that begins with '## ' and a version.");
        string text = Link().Replace(newest, "$1").Replace("`", "", StringComparison.Ordinal).Replace("### ", "", StringComparison.Ordinal);
        return text.Length <= Longest ? text : text[..Longest];
    }

    [GeneratedRegex(@"\[([^\]]+)\]\([^)]+\)")]
    private static partial Regex Link();
}
