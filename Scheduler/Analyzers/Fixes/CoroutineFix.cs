using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Coroutines.Analyzers.Fixes;

/// <summary>Mends what a diagnostic has found, within its file.</summary>
public abstract class CoroutineFix : CodeFixProvider
{
    /// <inheritdoc/>
    public sealed override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public sealed override Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        Task<SyntaxNode?> root = context.Document.GetSyntaxRootAsync(context.CancellationToken);
        Task<SemanticModel?> model = context.Document.GetSemanticModelAsync(context.CancellationToken);
        return Task.WhenAll(root, model).ContinueWith(
            _ => Register(context, root.GetAwaiter().GetResult(), model.GetAwaiter().GetResult()),
            context.CancellationToken,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    /// <summary>The ways to mend what was found at a node: each with its title, and what makes the file's new tree.</summary>
    private protected abstract IEnumerable<(string Title, Func<SyntaxNode> Edit)> Offer(CodePlace place, Diagnostic diagnostic);

    private void Register(CodeFixContext context, SyntaxNode? root, SemanticModel? model)
    {
        if (root is null || model is null || KnownTypes.Find(model.Compilation) is not { } types)
        {
            return;
        }

        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            var place = new CodePlace(root, model, types, root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true));
            foreach ((string title, Func<SyntaxNode> edit) in Offer(place, diagnostic))
            {
                context.RegisterCodeFix(
                    CodeAction.Create(title, _ => Task.FromResult(context.Document.WithSyntaxRoot(edit())), equivalenceKey: title), diagnostic);
            }
        }
    }
}
