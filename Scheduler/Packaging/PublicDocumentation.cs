using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Coroutines.Packaging;

/// <summary>The documentation of what a user of an assembly can see, as an editor or a site shows it.</summary>
/// <remarks>
/// The compiler writes down all comments; those on internals are a quarter of the text, and no editor ever shows them. And it leaves an
/// <c>inheritdoc</c> to its reader: some of them show a parameter twice that a member says something of its own about, some show nothing.
/// </remarks>
internal static class PublicDocumentation
{
    /// <summary>Takes out of a file of documentation what is about internals, and puts in what is said elsewhere.</summary>
    internal static void Strip(string assembly, string documentation)
    {
        Dictionary<string, ISymbol> visible = VisibleIn(assembly);
        XDocument file = XDocument.Load(documentation, LoadOptions.PreserveWhitespace);
        Dictionary<string, XElement> members = file.Descendants("member").GroupBy(NameOf).ToDictionary(static found => found.Key, static found => found.First());
        foreach ((string name, XElement member) in members)
        {
            Inherit(member, name, members, visible);
        }

        foreach (XElement member in members.Where(member => !visible.ContainsKey(member.Key)).Select(static member => member.Value))
        {
            if (member.PreviousNode is XText)
            {
                member.PreviousNode.Remove();
            }

            member.Remove();
        }

        file.Save(documentation, SaveOptions.DisableFormatting);
    }

    /// <summary>All types and members that can be used, or derived from, outside of an assembly, by their identifiers.</summary>
    internal static Dictionary<string, ISymbol> VisibleIn(string assembly)
    {
        MetadataReference reference = MetadataReference.CreateFromFile(assembly);
        IEnumerable<MetadataReference> others = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Select(path => MetadataReference.CreateFromFile(path));
        CSharpCompilation compilation = CSharpCompilation.Create("Looked", references: others.Prepend(reference));
        var symbol = (IAssemblySymbol)compilation.GetAssemblyOrModuleSymbol(reference)!;
        return VisibleBelow(symbol.GlobalNamespace)
            .Select(static found => (Id: found.GetDocumentationCommentId(), Symbol: found))
            .Where(static found => found.Id is not null)
            .ToDictionary(static found => found.Id!, static found => found.Symbol);
    }

    internal static string NameOf(XElement member) => (string?)member.Attribute("name") ?? string.Empty;

    private static IEnumerable<ISymbol> VisibleBelow(INamespaceOrTypeSymbol container)
    {
        foreach (ISymbol member in container.GetMembers())
        {
            if (member is INamespaceSymbol space)
            {
                foreach (ISymbol found in VisibleBelow(space))
                {
                    yield return found;
                }
            }
            else if (member.DeclaredAccessibility is Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal)
            {
                yield return member;
                foreach (ISymbol found in member is INamedTypeSymbol type ? VisibleBelow(type) : [])
                {
                    yield return found;
                }
            }
        }
    }

    /// <summary>What a member says itself comes before what it inherits. What it inherits from other assemblies is left to the reader.</summary>
    private static void Inherit(XElement member, string name, Dictionary<string, XElement> members, Dictionary<string, ISymbol> visible)
    {
        if (member.Elements("inheritdoc").FirstOrDefault() is not { } inherited
            || (string?)inherited.Attribute("cref") is not { } source
            || !members.TryGetValue(source, out XElement? other))
        {
            return;
        }

        // Before what it is taken from: one that inherits from itself in a ring ends there.
        inherited.Remove();
        Inherit(other, source, members, visible);
        member.Add(other.Elements().Where(part => IsMissing(part, member) && Fits(part, visible.GetValueOrDefault(name))).Select(static part => new XElement(part)));
    }

    private static bool IsMissing(XElement part, XElement member) => !member.Elements(part.Name).Any(own =>
        part.Name.LocalName is not ("param" or "typeparam" or "exception") || (string?)own.FirstAttribute == (string?)part.FirstAttribute);

    private static bool Fits(XElement part, ISymbol? symbol) => part.Name.LocalName switch
    {
        "param" => symbol is not IMethodSymbol method || method.Parameters.Any(parameter => parameter.Name == NameOf(part)),
        "typeparam" => symbol is not IMethodSymbol method || method.TypeParameters.Any(parameter => parameter.Name == NameOf(part)),
        "returns" => symbol is not IMethodSymbol { ReturnsVoid: true },
        _ => true,
    };
}
