using Coroutines.Packaging;

namespace Coroutines.Tests.Packaging;

/// <summary>The pages as the site has them, and what is said of links that lead nowhere.</summary>
public sealed class SiteTests
{
    private const string Repository = "https://example.org/coroutines";

    private readonly TemporaryFolder _folder = new();

    [SetUp]
    public void MakeRepository()
    {
        Write("LICENSE", "Free.");
        Write("README.md", "[guide](Scheduler/GUIDE.md) [licence](LICENSE) [help](.github/CONTRIBUTING.md) [code](Scheduler/Code.cs)\n");
        Write("Scheduler/GUIDE.md", "<!-- snippet: x -->\n[back](../README.md#guide) [licence](../LICENSE)\n");
        Write("Scheduler/Code.cs", "");
        Write("Scheduler/PACKAGE.md", "once more");
        Write("Scheduler/AnalyzerReleases.Shipped.md", "no page");
        Write("Scheduler/bin/copy.md", "no page");
        Write(".github/CONTRIBUTING.md", "no page");
        Write("Scheduler/Site/docfx.json", "{}");
        Write("Scheduler/Packaging/icon.png", "");
    }

    [TearDown]
    public void RemoveRepository() => _folder.Dispose();

    [Test]
    public void Pages_AreWritten_WithLinksAmongEachOther_AndToTheRepository()
    {
        Make().ShouldBeEmpty();
        Directory.EnumerateFiles(_folder.File("site"), "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(_folder.File("site"), file).Replace('\\', '/'))
            .Order(StringComparer.Ordinal).ShouldBe(["LICENSE.md", "README.md", "Scheduler/GUIDE.md", "docfx.json", "icon.png"]);
        Read("README.md").ShouldBe(
            $"[guide](Scheduler/GUIDE.md) [licence](LICENSE.md) [help]({Repository}/blob/main/.github/CONTRIBUTING.md) [code]({Repository}/blob/main/Scheduler/Code.cs)\n");
        Read("Scheduler/GUIDE.md").ShouldBe("[back](../README.md#guide) [licence](../LICENSE.md)\n");
    }

    [Test]
    public void Link_ThatLeadsToNoFile_IsTold()
    {
        Write("Scheduler/GUIDE.md", "[gone](Old.cs) [there](Code.cs) [up](../missing.md#x)\n");
        Make().ShouldBe(
        [
            "Scheduler/GUIDE.md has a link to Scheduler/Old.cs, which is no file of the repository.",
            "Scheduler/GUIDE.md has a link to missing.md, which is no file of the repository.",
        ]);
    }

    private IReadOnlyList<string> Make() => Site.Write(_folder.File("repository"), _folder.File("site"), Repository);

    private string Read(string page) => File.ReadAllText(_folder.File($"site/{page}"));

    private void Write(string file, string text)
    {
        string path = _folder.File($"repository/{file}");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
