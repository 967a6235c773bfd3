using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Coroutines.Analyzers;

/// <summary>
/// .NET's calls that return a task and are synchronous inside: those of the console's reader and writers, and of what
/// <c>TextReader.Synchronized</c> and <c>TextWriter.Synchronized</c> return, which are the same classes.
/// </summary>
/// <remarks>
/// Measured on .NET 10, Linux, with nothing to read and no room to write. These return before they are done, and are not named: the stream of
/// <c>Console.OpenStandardInput()</c> and readers over it, files that are opened with or without <c>isAsync</c>, pipes, processes, name look-ups.
/// </remarks>
internal sealed class BlockingTasks
{
    private const string Ending = "Async";

    private readonly INamedTypeSymbol _console;
    private readonly INamedTypeSymbol? _reader;
    private readonly INamedTypeSymbol? _writer;

    private BlockingTasks(Compilation compilation, INamedTypeSymbol console)
    {
        _console = console;
        _reader = compilation.GetTypeByMetadataName("System.IO.TextReader");
        _writer = compilation.GetTypeByMetadataName("System.IO.TextWriter");
    }

    internal static BlockingTasks? Find(Compilation compilation) =>
        compilation.GetTypeByMetadataName("System.Console") is { } console ? new BlockingTasks(compilation, console) : null;

    /// <summary>What to do instead of a call; null where it does not block.</summary>
    internal string? AdviceFor(IInvocationOperation call)
    {
        if (!call.TargetMethod.Name.EndsWith(Ending, StringComparison.Ordinal) || CallChain.ReceiverOf(call) is not { } receiver)
        {
            return null;
        }

        IOperation source = SourceOf(receiver);
        return IsOfConsole(source, "In") || IsSynchronized(source, _reader) ? "'ToThread(...)' reads on a thread"
            : IsOfConsole(source, "Out", "Error") || IsSynchronized(source, _writer) ? "'Write' and 'WriteLine' do the same and say so, and 'ToThread(...)' writes on a thread"
            : null;
    }

    // A variable stands for what it was declared with.
    private static IOperation SourceOf(IOperation receiver) =>
        receiver is ILocalReferenceOperation { Local: { } local } && DeclarationOf(receiver, local) is { } value ? value : receiver;

    private static IOperation? DeclarationOf(IOperation use, ILocalSymbol local)
    {
        SyntaxNode? declared = local.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax();
        return declared is not null && use.SemanticModel?.GetOperation(declared) is IVariableDeclaratorOperation declarator
            ? CallChain.Unwrapped((declarator.Initializer ?? (declarator.Parent as IVariableDeclarationOperation)?.Initializer)?.Value)
            : null;
    }

    private bool IsOfConsole(IOperation source, params string[] names) =>
        source is IPropertyReferenceOperation { Property: { } property }
        && SymbolEqualityComparer.Default.Equals(property.ContainingType, _console)
        && names.Contains(property.Name);

    private static bool IsSynchronized(IOperation source, INamedTypeSymbol? type) =>
        source is IInvocationOperation { TargetMethod: { Name: "Synchronized" } method }
        && SymbolEqualityComparer.Default.Equals(method.ContainingType, type);
}
