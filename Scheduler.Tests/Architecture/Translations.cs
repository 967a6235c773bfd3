using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Coroutines.Tests.Architecture;

/// <summary>The pages that say in Japanese what another page says in English: <c>GUIDE.ja.md</c> and <c>GUIDE.md</c>.</summary>
internal static partial class Translations
{
    private const string Ending = ".ja.md";

    // Found below another folder than their originals: the root has no room for a second README.
    private static readonly Dictionary<string, string> _elsewhere = new() { ["Scheduler/README.ja.md"] = "README.md" };

    // Told in Japanese alone.
    private static readonly string[] _withoutOriginal = ["Examples/Article/README.ja.md"];

    /// <summary>Each page with its original.</summary>
    internal static IEnumerable<(string Page, string Original)> All => RepositoryFiles.Below("", $"*{Ending}")
        .Except(_withoutOriginal)
        .Select(static page => (page, _elsewhere.GetValueOrDefault(page, $"{page[..^Ending.Length]}.md")));

    internal static bool Includes(string page) => page.EndsWith(Ending, StringComparison.Ordinal);

    /// <summary>C# code with nothing where its comments were, and nothing at the end of its lines.</summary>
    internal static string WithoutComments(string code)
    {
        IEnumerable<SyntaxTrivia> comments = SyntaxFactory.ParseTokens(code)
            .SelectMany(static token => token.GetAllTrivia())
            .Where(static trivia => trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) || trivia.IsKind(SyntaxKind.MultiLineCommentTrivia));
        string rest = comments.Reverse().Aggregate(code, static (left, comment) => left.Remove(comment.SpanStart, comment.Span.Length));
        return LineEnd().Replace(rest, "");
    }

    /// <summary>As <see cref="WithoutComments"/>, for what has <c>#</c> before its comments, and no such letter elsewhere.</summary>
    internal static string WithoutHashComments(string code) => LineEnd().Replace(HashComment().Replace(code, ""), "");

    [GeneratedRegex(@"[ ]+$", RegexOptions.Multiline)]
    private static partial Regex LineEnd();

    [GeneratedRegex(@"#.*$", RegexOptions.Multiline)]
    private static partial Regex HashComment();
}
