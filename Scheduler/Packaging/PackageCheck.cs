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

    /// <summary>The packages of this repository.</summary>
    private static readonly ExpectedPackage[] _packages =
    [
        new("Coroutines", "Scheduler",
        [
            "analyzers/dotnet/cs/Coroutines.Analyzers.CSharp.dll", "analyzers/dotnet/cs/Coroutines.Analyzers.Fixes.dll",
            "analyzers/dotnet/cs/Coroutines.Analyzers.dll", "analyzers/dotnet/vb/Coroutines.Analyzers.dll",
            .. FilesOf("Coroutines", "net10.0", "netstandard2.1"),
        ]),
        new("Coroutines.NUnit", "Scheduler/NUnit", FilesOf("Coroutines.NUnit", "net10.0")),
        new("Coroutines.Hosting", "Scheduler/Hosting", FilesOf("Coroutines.Hosting", "net10.0")),
        new("Coroutines.Jobs", "Scheduler/Jobs", FilesOf("Coroutines.Jobs", "net10.0")),
        new("Coroutines.Jobs.Nats", "Scheduler/Jobs.Nats", FilesOf("Coroutines.Jobs.Nats", "net10.0")),
        new("Coroutines.Orleans", "Scheduler/Orleans", FilesOf("Coroutines.Orleans", "net10.0")),
    ];

    private readonly List<string> _faults = [];
    private readonly string _root;
    private readonly Action<string> _tell;

    private PackageCheck(string root, Action<string> tell)
    {
        _root = Path.GetFullPath(root).TrimEnd('/');
        _tell = tell;
    }

    /// <summary>Checks all packages of this repository.</summary>
    /// <param name="folder">Where they are.</param>
    /// <param name="root">The root of the repository.</param>
    /// <param name="tell">Hears what is no fault and worth a line.</param>
    /// <returns>The faults, each in a sentence.</returns>
    internal static IReadOnlyList<string> OfAll(string folder, string root, Action<string> tell) => Of(_packages, folder, root, tell);

    /// <summary>Checks some packages.</summary>
    internal static IReadOnlyList<string> Of(ExpectedPackage[] packages, string folder, string root, Action<string> tell)
    {
        var check = new PackageCheck(root, tell);
        foreach (ExpectedPackage package in packages)
        {
            check.Package(folder, package);
        }

        return check._faults;
    }

    /// <summary>What each package has to have, with one library for each of these targets.</summary>
    internal static string[] FilesOf(string id, params string[] targets) =>
        ["icon.png", "README.md", .. targets.SelectMany(target => new[] { $"lib/{target}/{id}.dll", $"lib/{target}/{id}.xml" })];

    private void Package(string folder, ExpectedPackage expected)
    {
        string id = expected.Id;
        string[] found = [.. Directory.GetFiles(folder, $"{id}.*.nupkg").Where(path => Regex.IsMatch(Path.GetFileName(path), $@"^{Regex.Escape(id)}\.\d"))];
        if (found is not [var path])
        {
            _faults.Add($"{id}: {found.Length} packages in {folder}, not one");
            return;
        }

        using ZipArchive package = ZipFile.OpenRead(path);
        string name = Path.GetFileName(path);
        DeleteUnpacked(path);
        Files(name, package, expected.Files);
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
                string file = Unpack(path, assembly.FullName, image, expected);
                Surface(name, assembly.FullName, file, expected);
                Documentation(name, package, assembly.FullName, file);
                Symbols(name, symbolPackage, assembly.FullName, image);
            }
        }

        _tell($"{name}: {new FileInfo(path).Length / 1024} KB");
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

    private void Surface(string name, string assembly, string file, ExpectedPackage expected)
    {
        string approvedFile = $"{expected.Folder}/PublicApi.approved.txt";
        string approved = File.ReadAllText(Path.Combine(_root, approvedFile)).ReplaceLineEndings("\n");
        approved = assembly.StartsWith("lib/netstandard", StringComparison.Ordinal) ? ApprovedSurface.ForNetStandard(approved) : approved;
        string actual = ApprovedSurface.Of(file);
        Expect(actual == approved, name, $"the surface of {assembly} is not what {approvedFile} says (- approved, + packed):\n{LineDiff.Between(approved, actual)}");
    }

    private void Documentation(string name, ZipArchive package, string assembly, string file)
    {
        if (package.GetEntry(Path.ChangeExtension(assembly, ".xml")) is not { } documentation)
        {
            return; // which is a fault already
        }

        HashSet<string> visible = [.. PublicDocumentation.VisibleIn(file).Keys];
        HashSet<string> documented = [.. XDocument.Load(new MemoryStream(Read(documentation))).Descendants("member").Select(PublicDocumentation.NameOf)];
        string[] hidden = [.. documented.Except(visible)];
        Expect(hidden.Length == 0, name, $"{documentation.FullName} tells of internals: {hidden.Length}, the first {hidden.FirstOrDefault()}");
        string[] types = [.. visible.Where(static id => id.StartsWith("T:", StringComparison.Ordinal)).Except(documented)];
        Expect(types.Length == 0, name, $"{documentation.FullName} says nothing about {string.Join(", ", types.Take(5))}");
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
            _tell($"{name}: the symbols of {assembly} have no source link; the repository they were built from has no known address");
        }
    }

    // Beside the packages, to be looked at; with what it refers to, as the build has put it beside its own copy.
    private string Unpack(string package, string assembly, byte[] image, ExpectedPackage expected)
    {
        string file = Path.Combine(FolderFor(package), assembly);
        string folder = Path.GetDirectoryName(file)!;
        Directory.CreateDirectory(folder);
        string built = Path.Combine(_root, expected.Folder, "bin/Release", Path.GetFileName(folder));
        foreach (string other in Directory.Exists(built) ? Directory.EnumerateFiles(built, "*.dll") : [])
        {
            File.Copy(other, Path.Combine(folder, Path.GetFileName(other)), overwrite: true);
        }

        File.WriteAllBytes(file, image);
        return file;
    }

    private static string FolderFor(string package) => Path.ChangeExtension(package, "unpacked");

    // What a look before this one has loaded is still mapped into memory: written over, it would change there.
    private static void DeleteUnpacked(string package)
    {
        if (Directory.Exists(FolderFor(package)))
        {
            Directory.Delete(FolderFor(package), recursive: true);
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
