using System.Text.RegularExpressions;
using Coroutines.Examples.Cookbook.Command;
using Coroutines.Tests.Architecture;

namespace Coroutines.Tests.Documentation;

/// <summary>The page of a recipe.</summary>
internal sealed partial class CookbookPage(RecipeEntry recipe)
{
    internal const string Folder = "Examples/Cookbook";

    private readonly string _text = RepositoryFiles.Read(PathOf(recipe));

    internal string Title => Heading().Match(_text).Groups["title"].Value;

    /// <summary>What the page says that the program prints.</summary>
    internal string Printed => Output().Match(_text).Groups["printed"].Value;

    /// <summary>The names of the regions of code that it quotes, in their order.</summary>
    internal IEnumerable<string> Snippets => Snippet().Matches(_text).Select(static found => found.Groups["name"].Value);

    internal IEnumerable<string> Python => BlocksOf("python");

    /// <summary>The members of a behaviour.</summary>
    internal IEnumerable<string> Unity => BlocksOf("csharp unity");

    /// <summary>Its line in the index.</summary>
    internal string IndexLine => $"- [{Title}]({recipe.Name}.md): {recipe.Summary}";

    /// <summary>The last line.</summary>
    internal string Footer => _text.TrimEnd('\n').Split('\n')[^1];

    internal static string PathOf(RecipeEntry recipe) => $"{Folder}/{recipe.Name}.md";

    /// <summary>Writes the page anew, with what the program prints.</summary>
    internal void Show(string printed) =>
        RepositoryFiles.Write(PathOf(recipe), Output().Replace(_text, _ => $"```text\n{printed}```", 1));

    private IEnumerable<string> BlocksOf(string language) => Block().Matches(_text)
        .Where(block => block.Groups["language"].Value == language)
        .Select(static block => block.Groups["code"].Value);

    [GeneratedRegex(@"\A# (?<title>.+)\n")]
    private static partial Regex Heading();

    [GeneratedRegex(@"^```text\n(?<printed>(?s:.*?))^```$", RegexOptions.Multiline)]
    private static partial Regex Output();

    [GeneratedRegex(@"^<!-- snippet: (?<name>\S+) -->$", RegexOptions.Multiline)]
    private static partial Regex Snippet();

    [GeneratedRegex(@"^```(?<language>[^\n]+)\n(?<code>(?s:.*?))^```$", RegexOptions.Multiline)]
    private static partial Regex Block();
}
