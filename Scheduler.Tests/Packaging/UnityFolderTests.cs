using System.Text.Json.Nodes;
using Coroutines.Packaging;
using Coroutines.Tests.Architecture;

namespace Coroutines.Tests.Packaging;

/// <summary>The folder for Unity's package manager, as Pack makes it.</summary>
public sealed class UnityFolderTests
{
    private readonly TemporaryFolder _folder = new();

    [SetUp]
    public void PutDlls()
    {
        Directory.CreateDirectory(_folder.File(UnityFolder.Plugins));
        foreach (string dll in new[] { "Coroutines", "Microsoft.Bcl.AsyncInterfaces", "Microsoft.Bcl.TimeProvider" })
        {
            File.WriteAllText(_folder.File($"{UnityFolder.Plugins}/{dll}.dll"), "");
        }
    }

    [TearDown]
    public void Remove() => _folder.Dispose();

    [Test]
    public void Package_HasTheVersion_AndTheAddressesOfTheFork()
    {
        Write().ShouldBeEmpty();
        JsonNode package = JsonNode.Parse(File.ReadAllText(_folder.File("package.json")))!;
        package["name"]!.GetValue<string>().ShouldBe("org.coroutines.scheduler");
        package["version"]!.GetValue<string>().ShouldBe("1.2.3");
        package["repository"]!["url"]!.GetValue<string>().ShouldBe("https://example.org/fork");
        package["documentationUrl"]!.GetValue<string>().ShouldBe("https://example.org/fork/blob/main/Scheduler/GAMELOOPS.md");
        package["changelogUrl"]!.GetValue<string>().ShouldBe("https://example.org/fork/blob/main/CHANGELOG.md");
        package["licensesUrl"]!.GetValue<string>().ShouldBe("https://example.org/fork/blob/main/LICENSE");
        File.Exists(_folder.File("Runtime/CoroutineRunner.cs")).ShouldBeTrue();
        File.Exists(_folder.File("Editor/Coroutines.Unity.Editor.asmdef")).ShouldBeTrue();
    }

    [Test]
    public void Dlls_OtherThanThePageTells_AreTold()
    {
        File.Move(_folder.File("Plugins/Microsoft.Bcl.TimeProvider.dll"), _folder.File("Plugins/Other.dll"));
        Write().ShouldBe(
        [
            "Scheduler/GAMELOOPS.md does not tell Unity's users to take Other.dll, which the build for .NET Standard needs.",
            "Scheduler/GAMELOOPS.md tells Unity's users to take Microsoft.Bcl.TimeProvider.dll, which the build for .NET Standard does not need.",
        ]);
    }

    // A user's assembly in Unity refers to precompiled ones by name.
    [TestCase("Runtime/Coroutines.Unity.asmdef"), TestCase("Editor/Coroutines.Unity.Editor.asmdef")]
    public void Assembly_RefersToTheLibrary(string file) =>
        JsonNode.Parse(RepositoryFiles.Read($"Scheduler/Engines/Unity/{file}"))!["precompiledReferences"]!.AsArray()
            .Select(static dll => dll!.GetValue<string>()).ShouldBe(["Coroutines.dll"]);

    private IReadOnlyList<string> Write() => UnityFolder.Write(RepositoryFiles.Root, _folder.Path, "1.2.3", "https://example.org/fork/");
}
