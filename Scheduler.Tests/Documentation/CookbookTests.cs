using Coroutines.Examples.Cookbook.Command;
using Coroutines.Tests.Architecture;
using Coroutines.Tests.Examples;

namespace Coroutines.Tests.Documentation;

/// <summary>
/// Each recipe has a page, which shows its whole program and what that prints, and the index has them all. (That a page's program is
/// complete as a reader sees it, and prints the same, are tests of all pages: <see cref="PageProgramTests"/>; those for games as C# 9, too:
/// <see cref="GameLoopLanguageTests"/>.)
/// </summary>
internal sealed class CookbookTests
{
    private const string Index = CookbookPage.Folder + "/README.md";

    private static readonly Dictionary<RecipeGroup, string> _headings = new()
    {
        [RecipeGroup.Servers] = "Servers and clients",
        [RecipeGroup.Patterns] = "Patterns",
        [RecipeGroup.Games] = "Games",
        [RecipeGroup.Testing] = "Tests",
    };

    private static IEnumerable<string> Names => Recipes.All.Select(static recipe => recipe.Name);

    [Test]
    public void Cookbook_HasFortyRecipes_AndAPageForEach()
    {
        Names.Count().ShouldBe(40);
        Names.ShouldBeUnique();
        RepositoryFiles.Below(CookbookPage.Folder, "*.md")
            .ShouldBe([.. Recipes.All.Select(CookbookPage.PathOf), Index], ignoreOrder: true);
    }

    [TestCaseSource(nameof(Names))]
    public void Recipe_PrintsWhatItsPageShows(string name)
    {
        string printed = string.Join('\n', ExampleRun.OnVirtualTime("cookbook", name).Lines) + "\n";
        if (RepositoryFiles.Approves)
        {
            PageOf(name).Show(printed);
        }

        PageOf(name).Printed.ShouldBe(printed);
    }

    [TestCaseSource(nameof(Names))]
    public void Page_QuotesTheWholeRecipe_AndSaysHowToRunIt(string name)
    {
        CookbookPage page = PageOf(name);
        string source = RepositoryFiles.Read($"{CookbookPage.Folder}/{Recipes.Find(name)!.Make().GetType().Name}.cs");

        string[] regions = [.. source.Split("// snippet: ").Skip(1).Select(static region => region.Split('\n')[0])];
        page.Snippets.ShouldBe(regions, ignoreOrder: true);
        page.Snippets.Last().ShouldBe($"cookbook-{name}");
        page.Footer.ShouldBe($"`dotnet run --project Examples -- cookbook {name}` runs it. [All recipes](README.md)");
    }

    [TestCase(RecipeGroup.Servers)]
    [TestCase(RecipeGroup.Patterns)]
    [TestCase(RecipeGroup.Games)]
    [TestCase(RecipeGroup.Testing)]
    public void Index_ListsTheRecipesOfAGroup(RecipeGroup group)
    {
        string section = RepositoryFiles.Read(Index).Split($"## {_headings[group]}\n")[1].Split("\n## ")[0];

        section.Trim('\n').Split('\n').ShouldBe(RecipesOf(group).Select(static recipe => new CookbookPage(recipe).IndexLine));
    }

    [Test]
    public void Page_ForGames_ShowsUnity_AndOneForServersAndPatternsShowsAsyncio()
    {
        RecipesOf(RecipeGroup.Games).ShouldAllBe(recipe => new CookbookPage(recipe).Unity.Any());
        RecipesOf(RecipeGroup.Servers).Concat(RecipesOf(RecipeGroup.Patterns)).ShouldAllBe(recipe => new CookbookPage(recipe).Python.Any());
    }

    private static IEnumerable<RecipeEntry> RecipesOf(RecipeGroup group) => Recipes.All.Where(recipe => recipe.Group == group);

    private static CookbookPage PageOf(string name) => new(Recipes.Find(name)!);
}
