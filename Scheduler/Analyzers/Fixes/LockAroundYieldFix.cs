using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace Coroutines.Analyzers.Fixes;

/// <summary>Makes a <c>CoLock</c> of an object that coroutines lock, in its declaration and wherever it is locked.</summary>
/// <remarks>Only of a private field or a local variable, all of whose uses are such locks: what threads lock as well is no lock for coroutines.</remarks>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(LockAroundYieldFix))]
public sealed class LockAroundYieldFix : CoroutineFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create("CORO006");

    private protected override IEnumerable<(string Title, Func<SyntaxNode> Edit)> Offer(CodePlace place, Diagnostic diagnostic)
    {
        if (place.IsInCoroutine
            && place.Model.GetSymbolInfo(place.Node).Symbol is { } gate
            && DeclarationOf(gate) is { } declaration
            && FindLocks(place, gate) is { } locks)
        {
            yield return ("Make it a CoLock", () => Edit(place, declaration, locks));
        }
    }

    private static VariableDeclarationSyntax? DeclarationOf(ISymbol gate) =>
        gate is ILocalSymbol or IFieldSymbol { DeclaredAccessibility: Accessibility.Private }
        && gate.DeclaringSyntaxReferences.Length == 1
        && gate.DeclaringSyntaxReferences[0].GetSyntax() is VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Variables: { Count: 1 } } declaration }
            ? declaration
            : null;

    private static LockStatementSyntax[]? FindLocks(CodePlace place, ISymbol gate)
    {
        IdentifierNameSyntax[] uses =
        [
            .. place.Root.DescendantNodes().OfType<IdentifierNameSyntax>()
                .Where(name => name.Identifier.ValueText == gate.Name && SymbolEqualityComparer.Default.Equals(place.Model.GetSymbolInfo(name).Symbol, gate)),
        ];
        LockStatementSyntax[] locks = [.. uses.Select(static use => use.Parent).OfType<LockStatementSyntax>().Where(found => found.Parent is BlockSyntax && place.IsCoroutineAt(found))];
        return locks.Length == uses.Length ? locks : null;
    }

    private static SyntaxNode Edit(CodePlace place, VariableDeclarationSyntax declaration, LockStatementSyntax[] locks)
    {
        string held = place.FreeName("held");
        SyntaxNode root = place.Root.TrackNodes(locks.Append<SyntaxNode>(declaration));
        foreach (LockStatementSyntax original in locks.OrderByDescending(static found => found.SpanStart))
        {
            LockStatementSyntax current = root.GetCurrentNode(original)!;
            StatementSyntax taken = CodePlace.Parse($"yield return {current.Expression}.Acquire().Into(out var {held});")
                .WithLeadingTrivia(current.GetLeadingTrivia());
            StatementSyntax scope = SyntaxFactory.UsingStatement(current.Statement).WithExpression(SyntaxFactory.ParseExpression($"{held}.Result"))
                .WithTrailingTrivia(current.GetTrailingTrivia());
            root = root.ReplaceNode(current, [taken.WithAdditionalAnnotations(Formatter.Annotation), scope.WithAdditionalAnnotations(Formatter.Annotation)]);
        }

        VariableDeclarationSyntax old = root.GetCurrentNode(declaration)!;
        VariableDeclaratorSyntax variable = old.Variables[0];
        return root.ReplaceNode(old, old
            .WithType(SyntaxFactory.ParseTypeName("CoLock").WithTriviaFrom(old.Type))
            .WithVariables(SyntaxFactory.SingletonSeparatedList(variable.WithInitializer(
                variable.Initializer?.WithValue(SyntaxFactory.ParseExpression("new CoLock()").WithTriviaFrom(variable.Initializer.Value))))));
    }
}
