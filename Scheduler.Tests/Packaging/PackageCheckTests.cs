using System.IO.Compression;
using System.Text;
using Coroutines.Packaging;

namespace Coroutines.Tests.Packaging;

/// <summary>A package that is as it should be passes; each fault in one is told.</summary>
public sealed class PackageCheckTests
{
    private const string Id = "Small";
    private const string Source = "/// <summary>A class.</summary>\npublic class C\n{\n}\n";
    private const string Surface = "public class C\n{\n    public C() { }\n}\n\n";
    private const string Nuspec = """
        <package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd">
          <metadata>
            <id>Small</id>
            <authors>Ann</authors>
            <license type="expression">MIT</license>
            <icon>icon.png</icon>
            <readme>README.md</readme>
            <projectUrl>https://example.org/small</projectUrl>
            <description>A package that is there to be looked at by these tests.</description>
            <releaseNotes>Added: all of it.</releaseNotes>
            <tags>small</tags>
            <repository type="git" url="https://example.org/small" commit="0123456789012345678901234567890123456789" />
          </metadata>
        </package>
        """;

    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, byte[]> _files = [];
    private readonly Dictionary<string, byte[]> _symbols = [];
    private readonly List<string> _told = [];

    [SetUp]
    public void MakePackage()
    {
        Directory.CreateDirectory(_folder.File("packages"));
        Directory.CreateDirectory(_folder.File("Small"));
        Directory.CreateDirectory(_folder.File(".git"));
        File.WriteAllText(_folder.File("Small/PublicApi.approved.txt"), Surface);
        Put("Small.nuspec", Nuspec);
        Put("README.md", "A [link](https://example.org).");
        Put("icon.png", "an icon");
        Build(Source);
    }

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public void Package_AsItShouldBe_HasNoFaults()
    {
        Faults().ShouldBeEmpty();
        _told.Count.ShouldBe(2);
        _told[0].ShouldBe("Small.1.0.0.nupkg: the symbols of lib/net10.0/Small.dll have no source link; the repository they were built from has no known address");
        _told[1].ShouldMatch("^Small.1.0.0.nupkg: \\d+ KB$");
    }

    [Test]
    public void Package_ThatIsNotThere_IsTold()
    {
        PackageCheck.Of([new ExpectedPackage(Id, "Small", [])], _folder.File("packages"), _folder.Path, _told.Add)
            .ShouldBe([$"Small: 0 packages in {_folder.File("packages")}, not one"]);
    }

    [Test]
    public void Files_TooFewOrTooMany_AreTold()
    {
        _files.Remove("icon.png");
        Put("notes.txt", "mine");
        Faults().ShouldBe(["Small.1.0.0.nupkg: lacks icon.png", "Small.1.0.0.nupkg: has notes.txt, which nobody needs"]);
    }

    [TestCase("<id>Small</id>", "<id>Other</id>", "bears the id Other")]
    [TestCase(">MIT<", "><", "names no licence")]
    [TestCase("<icon>icon.png</icon>", "", "names no icon or no readme")]
    [TestCase("<readme>README.md</readme>", "", "names no icon or no readme")]
    [TestCase("that is there to be looked at by these tests", "", "lacks a description, tags or authors")]
    [TestCase("<tags>small</tags>", "", "lacks a description, tags or authors")]
    [TestCase("<authors>Ann</authors>", "", "lacks a description, tags or authors")]
    [TestCase("<projectUrl>https://example.org/small</projectUrl>", "", "names no address of the project")]
    [TestCase("Added: all of it.", "", "has no release notes")]
    [TestCase("0123456789012345678901234567890123456789", "", "does not say from which commit it was built")]
    [TestCase("url=\"https://example.org/small\"", "", "names no repository")]
    public void Description_ThatLacksSomething_IsTold(string right, string wrong, string fault)
    {
        Put("Small.nuspec", Nuspec.Replace(right, wrong, StringComparison.Ordinal));
        Faults().ShouldBe([$"Small.1.0.0.nupkg: {fault}"]);
    }

    [Test]
    public void Readme_WithALinkThatBreaksThere_OrAComment_IsTold()
    {
        Put("README.md", "<!-- snippet: x -->\nA [link](GUIDE.md).");
        Faults().ShouldBe(["Small.1.0.0.nupkg: has a link in its readme that breaks: GUIDE.md", "Small.1.0.0.nupkg: has a comment in its readme"]);
    }

    [Test]
    public void Surface_ThatIsNotApproved_IsTold_LineByLine()
    {
        Build(Source + "/// <summary>More.</summary>\npublic class D\n{\n}\n");
        Faults().ShouldHaveSingleItem().ShouldBe(
            "Small.1.0.0.nupkg: the surface of lib/net10.0/Small.dll is not what Small/PublicApi.approved.txt says (- approved, + packed):\n"
            + "+    5 public class D\n+    6 {\n+    7     public D() { }\n+    8 }\n");
    }

    [Test]
    public void Surface_OfNetStandard_MayLackWhatIsNewer()
    {
        File.AppendAllText(_folder.File("Small/PublicApi.approved.txt"), "    public void Read(System.IO.Pipelines.PipeReader reader) { }\n");
        Move("lib/net10.0", "lib/netstandard2.1");
        Faults("netstandard2.1").ShouldBeEmpty();
    }

    [Test]
    public void Documentation_OfInternals_OrOfTooLittle_IsTold()
    {
        Build(Source + "/// <summary>Mine.</summary>\ninternal class D\n{\n}\n");
        Faults().ShouldBe(["Small.1.0.0.nupkg: lib/net10.0/Small.xml tells of internals: 1, the first T:D"]);
        Build("public class C\n{\n}\n");
        Faults().ShouldBe(["Small.1.0.0.nupkg: lib/net10.0/Small.xml says nothing about T:C"]);
    }

    [Test]
    public void Symbols_ThatAreNotThere_AreTold()
    {
        _symbols.Clear();
        Faults().ShouldBe(["Small.1.0.0.nupkg: no symbols of lib/net10.0/Small.dll"]);
        _symbols.Add("none", []);
        Faults(withSymbols: false).ShouldBe(["Small.1.0.0.nupkg: has no symbols beside it", "Small.1.0.0.nupkg: no symbols of lib/net10.0/Small.dll"]);
    }

    [Test]
    public void Build_ThatIsNotTheSameEverywhere_IsTold()
    {
        Build(Source, isDeterministic: false);
        Faults().ShouldBe(["Small.1.0.0.nupkg: lib/net10.0/Small.dll is not deterministic"]);
        Build(Source, path: "/home/ann/Code.cs");
        Faults().ShouldBe(["Small.1.0.0.nupkg: the symbols of lib/net10.0/Small.dll name a folder of the machine that built it: /home/ann/Code.cs"]);
        Build($"/// <summary>A class.</summary>\npublic class C\n{{\n    internal const string Folder = \"{_folder.Path}/x\";\n    internal string Name() => Folder;\n}}\n");
        Faults().ShouldBe(["Small.1.0.0.nupkg: lib/net10.0/Small.dll names a folder of the machine that built it"]);
    }

    private IReadOnlyList<string> Faults(string target = "net10.0", bool withSymbols = true)
    {
        Zip(_folder.File("packages/Small.1.0.0.nupkg"), _files);
        File.Delete(_folder.File("packages/Small.1.0.0.snupkg"));
        if (withSymbols)
        {
            Zip(_folder.File("packages/Small.1.0.0.snupkg"), _symbols);
        }

        return PackageCheck.Of([new ExpectedPackage(Id, "Small", PackageCheck.FilesOf(Id, target))], _folder.File("packages"), _folder.Path, _told.Add);
    }

    private void Build(string source, string path = "/_/Code.cs", bool isDeterministic = true)
    {
        var built = new BuiltAssembly(Id, source, path, isDeterministic);
        _files["lib/net10.0/Small.dll"] = built.Image;
        Put("lib/net10.0/Small.xml", built.Documentation);
        _symbols["lib/net10.0/Small.pdb"] = built.Symbols;
    }

    private void Put(string file, string text) => _files[file] = Encoding.UTF8.GetBytes(text);

    private void Move(string from, string to)
    {
        foreach (Dictionary<string, byte[]> files in new[] { _files, _symbols })
        {
            foreach (string file in files.Keys.Where(file => file.StartsWith(from, StringComparison.Ordinal)).ToArray())
            {
                files[to + file[from.Length..]] = files[file];
                files.Remove(file);
            }
        }
    }

    private static void Zip(string path, Dictionary<string, byte[]> files)
    {
        File.Delete(path);
        using ZipArchive archive = ZipFile.Open(path, ZipArchiveMode.Create);
        foreach ((string name, byte[] content) in files)
        {
            using Stream entry = archive.CreateEntry(name).Open();
            entry.Write(content);
        }
    }
}
