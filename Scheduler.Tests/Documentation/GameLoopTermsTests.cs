using System.Text.RegularExpressions;
using Coroutines.Tests.Architecture;

namespace Coroutines.Tests.Documentation;

/// <summary>The tables of the page on game loops that tell other libraries' terms, and ours for them.</summary>
public sealed partial class GameLoopTermsTests
{
    // What stands for the reader's own code, and what is C#'s or .NET's.
    private static readonly string[] _othersNames = ["C", "A", "B", "M", "T", "KeepsWaiting", "IsAlive", "Life", "IOException"];

    [Test]
    public void Name_InTheLastColumn_IsInThePublicSurface()
    {
        string surface = RepositoryFiles.Read("Scheduler/PublicApi.approved.txt");
        string page = RepositoryFiles.Read("Scheduler/GAMELOOPS.md");
        string tables = page[page.IndexOf("## From Unity", StringComparison.Ordinal)..];
        string[] rows = [.. tables.Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal))];
        rows.Length.ShouldBeGreaterThan(50);

        IEnumerable<string> unknown =
            from row in rows
            from Match code in InlineCode().Matches(row[row.LastIndexOf(" | ", StringComparison.Ordinal)..])
            from Match name in Name().Matches(Text().Replace(code.Value, ""))
            where !_othersNames.Contains(name.Value) && !Regex.IsMatch(surface, $@"\b{name.Value}\b")
            select $"{name.Value} in {row}";

        unknown.ShouldBeNone("The page promises what the library does not have.");
    }

    [GeneratedRegex("`[^`]+`")]
    private static partial Regex InlineCode();

    [GeneratedRegex("\"[^\"]*\"")]
    private static partial Regex Text();

    [GeneratedRegex(@"\b[A-Z]\w*")]
    private static partial Regex Name();
}
