using Coroutines.Examples.Cookbook.Command;

namespace Coroutines.Tests.Examples;

/// <summary>The command that runs the recipes; what each prints is a matter of its page.</summary>
internal sealed class CookbookExampleTests
{
    [Test]
    public void NoName_ListsTheRecipesByGroups()
    {
        ExampleRun run = ExampleRun.OnVirtualTime("cookbook");

        run.ExitCode.ShouldBe(0);
        run.Lines[..4].ShouldBe(
        [
            "Recipes; run one with: dotnet run --project Examples -- cookbook NAME",
            "",
            "Servers",
            "  retry-with-back-off       tries again after 0.5, 1, 2 … seconds, a limited number of times",
        ]);
        run.Lines.Where(static line => line.StartsWith("  ", StringComparison.Ordinal)).Select(static line => line.Trim().Split(' ')[0])
            .ShouldBe(Recipes.All.Select(static recipe => recipe.Name));
        run.Lines.ShouldAllBe(line => line.Length < 120);
    }

    [Test]
    public void Name_RunsByAClockOfItsOwn()
    {
        var clock = new VirtualClock();

        ExampleRun.On(clock, "cookbook", "rate-limit").Lines.Length.ShouldBe(10);

        clock.Time.ShouldBe(0);
    }

    [Test]
    public void RealTime_RunsByTheClockThatItIsGiven()
    {
        var clock = new VirtualClock();

        string[] lines = ExampleRun.On(clock, "cookbook", "--real-time", "rate-limit").Lines;

        lines.ShouldBe(ExampleRun.OnVirtualTime("cookbook", "rate-limit").Lines);
        clock.Time.ShouldBe(62);
    }

    [Test]
    public void UnknownName_IsTold() =>
        ExampleRun.OnVirtualTime("cookbook", "rate").ErrorLines[0].ShouldBe("cookbook: there is no recipe 'rate'; without a name, cookbook lists them");
}
