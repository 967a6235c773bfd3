using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Coroutines.Tests.Architecture;

/// <summary>A program that has <c>using Coroutines;</c> and the implicit usings finds no name ambiguous.</summary>
public sealed class NamespaceClashTests
{
    private static readonly HashSet<string> _implicitUsings =
    [
        "System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Net.Http", "System.Threading", "System.Threading.Tasks",
    ];

    [Test]
    public void PublicType_SharesNoNameWithTheImplicitUsings()
    {
        ILookup<string, string> taken = Directory
            .EnumerateFiles(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "*.dll")
            .SelectMany(ReadImplicitlyUsedTypes)
            .ToLookup(type => type.Name, type => type.FullName);

        // The check is worth nothing if it finds no framework to compare with.
        taken["Task"].ShouldContain("System.Threading.Tasks.Task");
        taken["HttpClient"].ShouldContain("System.Net.Http.HttpClient");

        typeof(Scheduler).Assembly.GetExportedTypes()
            .Where(type => !type.IsNested)
            .SelectMany(type => taken[WithoutArity(type.Name)].Select(other => $"{type.FullName} is also {other}"))
            .ShouldBeNone("Where the base library owns the noun, ours has the prefix Co.");
    }

    private static IReadOnlyList<(string Name, string FullName)> ReadImplicitlyUsedTypes(string assemblyPath)
    {
        using PEReader image = new(File.OpenRead(assemblyPath));
        if (!image.HasMetadata)
        {
            return []; // on Windows the native libraries of the runtime end in .dll as well
        }

        MetadataReader metadata = image.GetMetadataReader();
        return
        [
            .. from type in metadata.TypeDefinitions.Select(metadata.GetTypeDefinition)
               where (type.Attributes & TypeAttributes.VisibilityMask) == TypeAttributes.Public
               let space = metadata.GetString(type.Namespace)
               where _implicitUsings.Contains(space)
               let name = WithoutArity(metadata.GetString(type.Name))
               select (name, $"{space}.{name}"),
        ];
    }

    private static string WithoutArity(string name) => name.Split('`')[0];
}
