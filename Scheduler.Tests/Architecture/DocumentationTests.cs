using System.Text.RegularExpressions;

namespace Coroutines.Tests.Architecture;

/// <summary>What the pages show is code that is compiled and run, and what they link to exists.</summary>
/// <remarks>
/// A snippet is the code between <c>// snippet: name</c> and <c>// end-snippet</c>; the page quotes it in a csharp block
/// directly below the line <c>&lt;!-- snippet: name --&gt;</c>. A method of the library itself is quoted below
/// <c>&lt;!-- source: file method --&gt;</c>. A translated page may translate the comments, and nothing else: <see cref="Translations"/>.
/// </remarks>
public sealed partial class DocumentationTests
{
    private static readonly string[] _snippetFolders = ["Scheduler.Tests/Documentation", "Scheduler.Tests/Hosting", "Scheduler.Tests/Jobs", "Scheduler.Tests/Jobs.Nats", "Scheduler.Tests/Orleans", "Scheduler.Tests/Consumers", "Examples"];

    [Test]
    public void CodeBlock_OfAPage_EqualsItsSnippet()
    {
        Dictionary<string, string> snippets = ReadSnippets();
        string[] pages =
        [
            "README.md",
            .. RepositoryFiles.Below("Scheduler", "*.md"),
            .. RepositoryFiles.Below("Examples", "*.md"),
        ];

        if (RepositoryFiles.Approves)
        {
            foreach (string page in pages)
            {
                RepositoryFiles.Write(page, QuoteAnew(page, snippets));
            }
        }

        pages.SelectMany(page => FindFaultyBlocks(page, snippets)).ShouldBeNone(
            "Put the code into a snippet region of a .cs file below " + string.Join(" or ", _snippetFolders)
            + "; running the tests once with COROUTINES_APPROVE=1 quotes every snippet anew.");
    }

    [Test]
    public void RelativeLink_OfAPage_LeadsToAFile()
    {
        IEnumerable<string> broken =
            from page in RepositoryFiles.Below("", "*.md").Concat(RepositoryFiles.Below(".github", "*.md"))
            let text = FencedBlock().Replace(RepositoryFiles.Read(page), block => new string('\n', block.Value.Count(c => c == '\n')))
            from Match link in Link().Matches(text)
            let target = link.Groups["target"].Value.Split('#')[0]
            where target.Length > 0 && !Uri.TryCreate(target, UriKind.Absolute, out _)
            where !RepositoryFiles.Exists(Path.Combine(Path.GetDirectoryName(page)!, target))
            select $"{page}:{LineOf(text, link)}: {target}";

        broken.ShouldBeNone("A relative link leads to a file of the repository.");
    }

    private static IEnumerable<string> FindFaultyBlocks(string page, Dictionary<string, string> snippets)
    {
        string text = RepositoryFiles.Read(page);
        foreach (Match block in CSharpBlock().Matches(text))
        {
            string place = $"{page}:{LineOf(text, block)}";
            if (!block.Groups["marker"].Success)
            {
                yield return $"{place}: a code block without the line <!-- snippet: name --> above it";
            }
            else if (FindCode(block, snippets) is not { } code)
            {
                yield return $"{place}: no file has what {block.Groups["marker"].Value.Trim()} names";
            }
            else if (!IsQuotedBy(page, block.Groups["code"].Value, code))
            {
                yield return $"{place}: {block.Groups["marker"].Value.Trim()} reads otherwise in the code";
            }
        }
    }

    private static bool IsQuotedBy(string page, string quoted, string code) => Translations.Includes(page)
        ? Translations.WithoutComments(quoted) == Translations.WithoutComments(code)
        : quoted == code;

    // Comments that are translated already stay so.
    private static string QuoteAnew(string page, Dictionary<string, string> snippets) =>
        CSharpBlock().Replace(RepositoryFiles.Read(page), block => FindCode(block, snippets) is { } code && !IsQuotedBy(page, block.Groups["code"].Value, code)
            ? $"{block.Groups["marker"].Value}```csharp\n{code}```"
            : block.Value);

    private static string? FindCode(Match block, Dictionary<string, string> snippets) =>
        block.Groups["file"].Success
            ? FindMethod(block.Groups["file"].Value, block.Groups["method"].Value)
            : snippets.GetValueOrDefault(block.Groups["name"].Value);

    private static string? FindMethod(string file, string method) =>
        RepositoryFiles.Exists(file) && SourceFile.Read(file).TextOfMethod(method) is { } text ? Dedent(text) : null;

    private static Dictionary<string, string> ReadSnippets()
    {
        Dictionary<string, string> snippets = [];
        foreach (string path in _snippetFolders.SelectMany(folder => RepositoryFiles.Below(folder, "*.cs")))
        {
            foreach (Match region in SnippetRegion().Matches(RepositoryFiles.Read(path)))
            {
                snippets.TryAdd(region.Groups["name"].Value, Dedent(region.Groups["code"].Value))
                    .ShouldBeTrue($"{path}: a second snippet has the name {region.Groups["name"].Value}");
            }
        }

        return snippets;
    }

    private static string Dedent(string code)
    {
        string[] lines = code.TrimEnd('\n').Split('\n');
        int indent = lines
            .Where(line => line.Length > 0)
            .Min(line => line.Length - line.TrimStart(' ').Length);

        return string.Concat(lines.Select(line => line.Length > 0 ? line[indent..] + "\n" : "\n"));
    }

    private static int LineOf(string text, Match match) => text.AsSpan(0, match.Index).Count('\n') + 1;

    [GeneratedRegex(@"^(?<marker><!-- (?:snippet: (?<name>\S+)|source: (?<file>\S+) (?<method>\S+)) -->\n+)?```(?:csharp|cs|c#)\n(?<code>(?s:.*?))^```$", RegexOptions.Multiline)]
    private static partial Regex CSharpBlock();

    [GeneratedRegex(@"^[ ]*// snippet: (?<name>\S+)\n(?<code>(?s:.*?))^[ ]*// end-snippet$", RegexOptions.Multiline)]
    private static partial Regex SnippetRegion();

    [GeneratedRegex(@"^(?<fence>```+)[^\n]*\n(?s:.*?)^\k<fence>$", RegexOptions.Multiline)]
    private static partial Regex FencedBlock();

    [GeneratedRegex(@"\]\((?<target>[^()\s]+)\)")]
    private static partial Regex Link();
}
