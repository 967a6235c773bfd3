using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Text;

namespace Coroutines.Tests.Packaging;

/// <summary>A small assembly as a build makes it, with its documentation and its symbols.</summary>
internal sealed class BuiltAssembly
{
    /// <summary>Compiles one file.</summary>
    /// <param name="name">What the assembly is called.</param>
    /// <param name="source">The code.</param>
    /// <param name="path">What the symbols call the file.</param>
    /// <param name="isDeterministic">Whether the same code gives the same bytes.</param>
    internal BuiltAssembly(string name, string source, string path = "/_/Code.cs", bool isDeterministic = true)
    {
        SyntaxTree tree = CSharpSyntaxTree.ParseText(
            SourceText.From(source, Encoding.UTF8), new CSharpParseOptions(documentationMode: DocumentationMode.Diagnose), path);
        CSharpCompilation compilation = CSharpCompilation.Create(
            name, [tree], [MetadataReference.CreateFromFile(typeof(object).Assembly.Location)],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, deterministic: isDeterministic));
        using var image = new MemoryStream();
        using var symbols = new MemoryStream();
        using var documentation = new MemoryStream();
        EmitResult result = compilation.Emit(
            image, symbols, documentation, options: new EmitOptions(debugInformationFormat: DebugInformationFormat.PortablePdb, pdbFilePath: $"{name}.pdb"));
        result.Success.ShouldBeTrue(string.Join('\n', result.Diagnostics));
        (Image, Symbols, Documentation) = (image.ToArray(), symbols.ToArray(), Encoding.UTF8.GetString(documentation.ToArray()));
    }

    internal byte[] Image { get; }

    internal byte[] Symbols { get; }

    internal string Documentation { get; }
}
