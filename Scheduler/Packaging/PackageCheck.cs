using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Coroutines.Packaging;

/// <summary>Unpacks the packages and looks whether a user finds in them what belongs there, and nothing else.</summary>
internal sealed partial class PackageCheck
{
    private static readonly Guid _sourceLink = new("CC110556-A091-4D38-9FEC-25AB9A351A6A");

    private static readonly string[] _libraryFiles =
    [
        "analyzers/dotnet/cs/Coroutines.Analyzers.CSharp.dll", "analyzers/dotnet/cs/Coroutines.Analyzers.Fixes.dll", "analyzers/dotnet/cs/Coroutines.Analyzers.dll",
        "analyzers/dotnet/vb/Coroutines.Analyzers.dll", "icon.png",
        "lib/net10.0/Coroutines.dll", "lib/net10.0/Coroutines.xml", "lib/netstandard2.1/Coroutines.dll", "lib/netstandard2.1/Coroutines.xml", "README.md",
    ];

    private static readonly string[] _nunitFiles = ["icon.png", "lib/net10.0/Coroutines.NUnit.dll", "lib/net10.0/Coroutines.NUnit.xml", "README.md"];

    private static readonly string[] _hostingFiles = ["icon.png", "lib/net10.0/Coroutines.Hosting.dll", "lib/net10.0/Coroutines.Hosting.xml", "README.md"];

    private readonly List<string> _faults = [];
    private readonly string _root;

    private PackageCheck(string root) => _root = Path.GetFullPath(root).TrimEnd('/');

    /// <summary>Checks the packages of a folder.</summary>
    /// <returns>The exit code: 0 if all is well.</returns>
    internal static int Run(string folder, string root)
    {
        var check = new PackageCheck(root);
        check.Package(folder, "Coroutines", _libraryFiles);
        check.Package(folder, "Coroutines.NUnit", _nunitFiles);
        check.Package(folder, "Coroutines.Hosting", _hostingFiles);
        foreach (string fault in check._faults)
        {
            Console.Error.WriteLine(fault);
        }

        Console.WriteLine(check._faults.Count == 0 ? "The packages are as they should be." : $"{check._faults.Count} faults in the packages.");
        return check._faults.Count == 0 ? 0 : 1;
    }

    private void Package(string folder, string id, string[] expected)
    {
        string[] found = [.. Directory.GetFiles(folder, $"{id}.*.nupkg").Where(path => Regex.IsMatch(Path.GetFileName(path), $@"^{Regex.Escape(id)}\.\d"))];
        if (found is not [var path])
        {
            _faults.Add($"{id}: {found.Length} packages in {folder}, not one");
            return;
        }

        using ZipArchive package = ZipFile.OpenRead(path);
        string name = Path.GetFileName(path);
        Files(name, package, expected);
        Nuspec(name, package, id);
        Readme(name, package);
        string symbols = Path.ChangeExtension(path, ".snupkg");
        Expect(File.Exists(symbols), name, "has no symbols beside it");
        using ZipArchive? symbolPackage = File.Exists(symbols) ? ZipFile.OpenRead(symbols) : null;
        foreach (ZipArchiveEntry assembly in package.Entries.Where(static entry => entry.FullName.EndsWith(".dll", StringComparison.Ordinal)))
        {
            byte[] image = Read(assembly);
            Expect(!Contains(image, _root), name, $"{assembly.FullName} names a folder of the machine that built it");
            if (assembly.FullName.StartsWith("lib/", StringComparison.Ordinal))
            {
                Documentation(name, package, assembly.FullName, image);
                Symbols(name, symbolPackage, assembly.FullName, image);
            }
        }

        Console.WriteLine($"{name}: {new FileInfo(path).Length / 1024} KB");
    }

    private void Expect(bool holds, string package, string fault)
    {
        if (!holds)
        {
            _faults.Add($"{package}: {fault}");
        }
    }

    private void Files(string name, ZipArchive package, string[] expected)
    {
        string[] files = [.. package.Entries.Select(static entry => entry.FullName)
            .Where(static file => !file.EndsWith(".nuspec", StringComparison.Ordinal) && !file.StartsWith("_rels/", StringComparison.Ordinal)
                && !file.StartsWith("package/", StringComparison.Ordinal) && file != "[Content_Types].xml")];
        Expect(!expected.Except(files).Any(), name, $"lacks {string.Join(", ", expected.Except(files))}");
        Expect(!files.Except(expected).Any(), name, $"has {string.Join(", ", files.Except(expected))}, which nobody needs");
    }

    private void Nuspec(string name, ZipArchive package, string id)
    {
        XElement metadata = XDocument.Load(new MemoryStream(Read(package.Entries.Single(static entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal)))))
            .Root!.Elements().Single(static element => element.Name.LocalName == "metadata");
        string Text(string element) => metadata.Elements().FirstOrDefault(found => found.Name.LocalName == element)?.Value ?? "";

        Expect(Text("id") == id, name, $"bears the id {Text("id")}");
        Expect(Text("license") == "MIT", name, "names no licence");
        Expect(Text("icon") == "icon.png" && Text("readme") == "README.md", name, "names no icon or no readme");
        Expect(Text("description").Length > 40 && Text("tags").Length > 0 && Text("authors").Length > 0, name, "lacks a description, tags or authors");
        Expect(Uri.TryCreate(Text("projectUrl"), UriKind.Absolute, out _), name, "names no address of the project");
        Expect(Text("releaseNotes").Contains("Added", StringComparison.Ordinal), name, "has no release notes");
        XElement? repository = metadata.Elements().FirstOrDefault(static found => found.Name.LocalName == "repository");
        Expect(
            (string?)repository?.Attribute("commit") is { Length: 40 } || !Path.Exists(Path.Combine(_root, ".git")), name, "does not say from which commit it was built");
        Expect((string?)repository?.Attribute("url") is { Length: > 0 } url && !url.Contains(_root, StringComparison.Ordinal), name, "names no repository");
        XElement? modern = metadata.Descendants().FirstOrDefault(static found => found.Name.LocalName == "group" && (string?)found.Attribute("targetFramework") == "net10.0");
        Expect(id != "Coroutines" || modern?.HasElements != true, name, "depends on something on net10.0");
    }

    // On a package page a relative link leads nowhere.
    private void Readme(string name, ZipArchive package)
    {
        if (package.GetEntry("README.md") is { } readme)
        {
            string text = Encoding.UTF8.GetString(Read(readme));
            foreach (Match link in Link().Matches(text))
            {
                Expect(Uri.TryCreate(link.Groups[1].Value, UriKind.Absolute, out _), name, $"has a link in its readme that breaks: {link.Groups[1].Value}");
            }

            Expect(!text.Contains("<!--", StringComparison.Ordinal), name, "has a comment in its readme");
        }
    }

    private void Documentation(string name, ZipArchive package, string assembly, byte[] image)
    {
        if (package.GetEntry(Path.ChangeExtension(assembly, ".xml")) is not { } documentation)
        {
            return; // which is a fault already
        }

        string file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.dll");
        File.WriteAllBytes(file, image);
        try
        {
            HashSet<string> visible = [.. PublicDocumentation.VisibleIn(file).Keys];
            HashSet<string> documented = [.. XDocument.Load(new MemoryStream(Read(documentation))).Descendants("member").Select(PublicDocumentation.NameOf)];
            string[] hidden = [.. documented.Except(visible)];
            Expect(hidden.Length == 0, name, $"{documentation.FullName} tells of internals: {hidden.Length}, the first {hidden.FirstOrDefault()}");
            string[] types = [.. visible.Where(static id => id.StartsWith("T:", StringComparison.Ordinal)).Except(documented)];
            Expect(types.Length == 0, name, $"{documentation.FullName} says nothing about {string.Join(", ", types.Take(5))}");
        }
        finally
        {
            File.Delete(file);
        }
    }

    private void Symbols(string name, ZipArchive? symbols, string assembly, byte[] image)
    {
        if (symbols?.GetEntry(Path.ChangeExtension(assembly, ".pdb")) is not { } entry)
        {
            _faults.Add($"{name}: no symbols of {assembly}");
            return;
        }

        using var executable = new PEReader(new MemoryStream(image));
        Expect(executable.ReadDebugDirectory().Any(static found => found.Type == DebugDirectoryEntryType.Reproducible), name, $"{assembly} is not deterministic");
        using var provider = MetadataReaderProvider.FromPortablePdbStream(new MemoryStream(Read(entry)));
        MetadataReader reader = provider.GetMetadataReader();
        string[] foreign = [.. reader.Documents.Select(handle => reader.GetString(reader.GetDocument(handle).Name)).Where(static path => !path.StartsWith("/_", StringComparison.Ordinal))];
        Expect(foreign.Length == 0, name, $"the symbols of {assembly} name a folder of the machine that built it: {foreign.FirstOrDefault()}");

        bool isLinked = reader.CustomDebugInformation.Select(reader.GetCustomDebugInformation).Any(found => reader.GetGuid(found.Kind) == _sourceLink);
        if (!isLinked)
        {
            // It needs the address of the repository, which a clone of a folder does not know.
            Console.WriteLine($"{name}: the symbols of {assembly} have no source link; the repository they were built from has no known address");
        }
    }

    private static byte[] Read(ZipArchiveEntry entry)
    {
        using Stream stream = entry.Open();
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }

    // Strings stand in an assembly in either encoding.
    private static bool Contains(byte[] image, string text) =>
        image.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text + "/")) >= 0 || image.AsSpan().IndexOf(Encoding.Unicode.GetBytes(text + "/")) >= 0;

    [GeneratedRegex(@"\]\(([^()\s]+)\)")]
    private static partial Regex Link();
}
