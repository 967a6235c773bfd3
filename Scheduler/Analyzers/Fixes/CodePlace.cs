using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace Coroutines.Analyzers.Fixes;

/// <summary>A place in a file, and what is known and in scope there.</summary>
internal sealed class CodePlace(SyntaxNode root, SemanticModel model, KnownTypes types, SyntaxNode node)
{
    private const string Library = "Coroutines.Awaitable";

    internal SyntaxNode Root { get; } = root;

    internal SemanticModel Model { get; } = model;

    internal KnownTypes Types { get; } = types;

    /// <summary>What was found.</summary>
    internal SyntaxNode Node { get; } = node;

    /// <summary>Whether a <c>yield return</c> of an awaitable may stand there.</summary>
    internal bool IsInCoroutine => IsCoroutineAt(Node);

    /// <summary>The same, of another place in the file.</summary>
    internal bool IsCoroutineAt(SyntaxNode node) => Model.GetEnclosingSymbol(node.SpanStart) is IMethodSymbol method && Types.IsCoroutine(method.ReturnType);

    internal ITypeSymbol? TypeOf(ExpressionSyntax expression) => Model.GetTypeInfo(expression).Type;

    /// <summary>A call of one of the library's static methods, by the shortest name that means it there.</summary>
    internal string Call(string method, string argument) => $"{NameOf(method)}({argument})";

    internal string Yield(string method, string argument) => $"yield return {Call(method, argument)};";

    /// <summary>A name that stands for nothing there yet.</summary>
    internal string FreeName(string wish)
    {
        HashSet<string> taken = [.. Root.DescendantTokens().Where(static token => token.IsKind(SyntaxKind.IdentifierToken)).Select(static token => token.ValueText)];
        string name = wish;
        for (int i = 2; taken.Contains(name); i++)
        {
            name = $"{wish}{i}";
        }

        return name;
    }

    /// <summary>The tree with statements in the place of one.</summary>
    internal SyntaxNode Replace(StatementSyntax statement, params StatementSyntax[] others)
    {
        others[0] = others[0].WithLeadingTrivia(statement.GetLeadingTrivia());
        others[others.Length - 1] = others[others.Length - 1].WithTrailingTrivia(statement.GetTrailingTrivia());
        return Root.ReplaceNode(statement, others.Select(static other => other.WithAdditionalAnnotations(Formatter.Annotation)));
    }

    internal static StatementSyntax Parse(string statement) => SyntaxFactory.ParseStatement(statement + "\n");

    private string NameOf(string method)
    {
        int here = Node.SpanStart;
        bool isImported = Model.LookupSymbols(here, name: method).OfType<IMethodSymbol>().Any(static found => found.ContainingType.ToDisplayString() == Library);
        bool isTypeKnown = Model.LookupNamespacesAndTypes(here, name: "Awaitable").Any(static found => found.ToDisplayString() == Library);
        return isImported ? method : isTypeKnown ? $"Awaitable.{method}" : $"{Library}.{method}";
    }
}
