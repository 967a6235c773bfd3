namespace Coroutines.Examples.Cookbook.Command;

/// <summary>Lists the recipes, or runs one: in virtual time, as its page shows it, unless real time is asked for.</summary>
internal static class CookbookExample
{
    internal const string Usage = "cookbook [[--real-time] NAME]";

    internal static int Run(ExampleContext context, string[] arguments)
    {
        switch (arguments)
        {
            case []:
                List(context.Out);
                break;
            case ["--real-time", string name]:
                Find(name).Run(context.Out, context.Options);
                break;
            case [string name]:
                var options = new SchedulerOptions { TimeProvider = new VirtualClock(), HandleCtrlC = context.Options.HandleCtrlC };
                Find(name).Run(context.Out, options);
                break;
            default:
                throw new UsageException("one recipe at a time", Usage);
        }

        return ExitCode.Success;
    }

    private static Recipe Find(string name) =>
        Recipes.Find(name)?.Make() ?? throw new UsageException($"there is no recipe '{name}'; without a name, cookbook lists them", Usage);

    private static void List(TextWriter output)
    {
        output.WriteLine("Recipes; run one with: dotnet run --project Examples -- cookbook NAME");
        foreach (IGrouping<RecipeGroup, RecipeEntry> group in Recipes.All.GroupBy(recipe => recipe.Group))
        {
            output.WriteLine();
            output.WriteLine($"{group.Key}");
            foreach (RecipeEntry recipe in group)
            {
                output.WriteLine($"  {recipe.Name,-26}{recipe.Summary}");
            }
        }
    }
}
