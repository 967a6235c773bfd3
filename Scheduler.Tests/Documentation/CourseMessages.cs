using System.Text.RegularExpressions;
using Coroutines.Tests.Architecture;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Coroutines.Tests.Documentation;

/// <summary>The texts in the code of the course, as <c>messages.ja</c> has them: what is put into a text stands there as <c>{0}</c>, <c>{1}</c> and so on.</summary>
internal static partial class CourseMessages
{
    /// <summary>All texts of some files: also those that are no sentences, but what is compared.</summary>
    internal static IReadOnlyCollection<string> In(params IEnumerable<string> files) =>
        [.. files.SelectMany(static file => CSharpSyntaxTree.ParseText(RepositoryFiles.Read(file)).GetRoot().DescendantNodes())
            .OfType<ExpressionSyntax>()
            .Where(static node => IsText(node) && !(node.Parent is BinaryExpressionSyntax whole && IsText(whole)))
            .Select(Format)
            .Distinct()];

    /// <summary>Whether a text is a sentence, for somebody to read, and no output of a program, which begins with a time.</summary>
    internal static bool IsSentence(string text) =>
        Word().Count(text) >= 4 && EndOfSentence().IsMatch(text) && !Time().IsMatch(text);

    private static bool IsText(ExpressionSyntax node) => node switch
    {
        LiteralExpressionSyntax literal => literal.Token.Value is string,
        InterpolatedStringExpressionSyntax => true,
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AddExpression } sum => IsText(sum.Left) || IsText(sum.Right),
        _ => false,
    };

    private static string Format(ExpressionSyntax text)
    {
        int holes = 0;
        return Append(text).Trim('\n').Replace("\n", "\\n", StringComparison.Ordinal);

        string Append(ExpressionSyntax part) => part switch
        {
            LiteralExpressionSyntax { Token.Value: string value } => value,
            InterpolatedStringExpressionSyntax interpolated => string.Concat(interpolated.Contents.Select(AppendContent)),
            BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AddExpression } sum when IsText(sum) => Append(sum.Left) + Append(sum.Right),
            _ => Hole(),
        };

        string AppendContent(InterpolatedStringContentSyntax content) =>
            content is InterpolatedStringTextSyntax plain ? plain.TextToken.ValueText : Hole();

        string Hole() => $"{{{holes++}}}";
    }

    [GeneratedRegex("[A-Za-z']{2,}")]
    private static partial Regex Word();

    [GeneratedRegex(@"[a-z0-9`""})][.?:!]($|\s|\\n)")]
    private static partial Regex EndOfSentence();

    [GeneratedRegex(@"^[\d.{}]+ s  ")]
    private static partial Regex Time();
}
