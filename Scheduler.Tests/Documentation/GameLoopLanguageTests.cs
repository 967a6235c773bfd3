using System.Text.RegularExpressions;
using Coroutines.Examples.Cookbook.Command;
using Coroutines.Tests.Architecture;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Coroutines.Tests.Documentation;

/// <summary>What the pages for games show can be copied into Unity, whose compiler speaks C# 9.</summary>
public sealed partial class GameLoopLanguageTests
{
    private const string Usings = "using System; using System.Collections.Generic; using Coroutines; using static Coroutines.Awaitable;";

    private static readonly string[] _pages = ["Scheduler/GAMELOOPS.md", "Scheduler/SAVING.md"];

    private static readonly IEnumerable<string> _recipes = Recipes.All.Where(recipe => recipe.Group == RecipeGroup.Games).Select(CookbookPage.PathOf);

    private static readonly PagePrograms _programs = new(LanguageVersion.CSharp9, [.. _pages, .. _recipes]);

    private static IEnumerable<string> Names => _programs.Names;

    [TestCaseSource(nameof(Names))]
    public void Program_CompiledAsCSharp9_PrintsTheSame(string name) =>
        _programs.Run(name).ShouldBe(_programs.Shown(name));

    [Test]
    public void Recipes_AreAmongThem() => Names.Count(static name => name.StartsWith("cookbook-", StringComparison.Ordinal)).ShouldBe(_recipes.Count());

    [TestCaseSource(nameof(_pages))]
    public void Block_IsWrittenInCSharp9(string page)
    {
        string[] blocks = [.. Block().Matches(RepositoryFiles.Read(page)).Select(static block => block.Groups["code"].Value)];
        blocks.Length.ShouldBeGreaterThan(1);

        TooNew(blocks).ShouldBeNone("Unity's compiler speaks C# 9.");
    }

    [Test]
    public void Block_ThatIsTooNew_IsFound() => TooNew("Scheduler.Run(Main());\n", "int[] all = [1, 2];\n").ShouldHaveSingleItem().ShouldContain("int[] all");

    // Names that stand for the reader's own code are not known here; that is no matter of the language.
    private static IEnumerable<string> TooNew(params string[] blocks)
    {
        var options = new CSharpParseOptions(LanguageVersion.CSharp9);
        var compilation = CSharpCompilation.Create(
            "Page",
            blocks.Select((code, i) => CSharpSyntaxTree.ParseText(Usings + TypeOf(code, i), options, path: code.Split('\n')[0])),
            PlatformReferences.All,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        return compilation.GetDiagnostics()
            .Select(static found => (found.Location, Message: found.GetMessage(System.Globalization.CultureInfo.InvariantCulture)))
            .Where(static found => found.Message.Contains("is not available in C# 9.0", StringComparison.Ordinal))
            .Select(static found => $"{found.Message} {found.Location.SourceTree!.FilePath} …");
    }

    // Each in a place of its own, where those of the others are not seen.
    private static string TypeOf(string code, int number) => Member().IsMatch(code)
        ? $"namespace Block{number} {{ class Page {{ {code} }} }}"
        : $"namespace Block{number} {{ class Page {{ void Show() {{ {code} }} }} }}";

    [GeneratedRegex(@"^```csharp\n(?<code>(?s:.*?))^```$", RegexOptions.Multiline)]
    private static partial Regex Block();

    [GeneratedRegex(@"^(?:\[Test\]|private |public )")]
    private static partial Regex Member();
}
