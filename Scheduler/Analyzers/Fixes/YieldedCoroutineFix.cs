using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace Coroutines.Analyzers.Fixes;

/// <summary>Makes an awaitable of what is yielded as it is: a coroutine, a .NET task, or a number of seconds.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(YieldedCoroutineFix))]
public sealed class YieldedCoroutineFix : CoroutineFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create("CS0029");

    private protected override IEnumerable<(string Title, Func<SyntaxNode> Edit)> Offer(CodePlace place, Diagnostic diagnostic)
    {
        if (place.IsInCoroutine
            && place.Node is ExpressionSyntax { Parent: YieldStatementSyntax } yielded
            && MethodFor(place, place.TypeOf(yielded)) is { } method)
        {
            yield return ($"Write {method}(…)", () => place.Root.ReplaceNode(
                yielded,
                SyntaxFactory.ParseExpression(place.Call(method, yielded.ToString())).WithTriviaFrom(yielded).WithAdditionalAnnotations(Formatter.Annotation)));
        }
    }

    private static string? MethodFor(CodePlace place, ITypeSymbol? type) =>
        place.Types.IsCoroutine(type) || KnownTypes.IsDotNetTask(type) ? "Await"
        : type is { SpecialType: SpecialType.System_Double or SpecialType.System_Single or SpecialType.System_Int32 } or { Name: "TimeSpan" } ? "Sleep"
        : null;
}
