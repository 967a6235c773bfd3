namespace Coroutines.Examples.Cookbook.Command;

/// <summary>A short program, all of which a page of the cookbook shows, with what it prints.</summary>
internal abstract class Recipe
{
    /// <summary>What <c>Console</c> means in a recipe.</summary>
    protected TextWriter Console { get; private set; } = TextWriter.Null;

    /// <summary>What <c>Scheduler</c> means in a recipe that has a run: one by the clock that was asked for.</summary>
    protected RecipeScheduler Scheduler { get; private set; } = new(new SchedulerOptions());

    /// <summary>Runs it to its end.</summary>
    /// <param name="output">Where it prints to.</param>
    /// <param name="options">
    /// What its scheduler runs with. A recipe that makes a scheduler of its own, and moves its time itself, does not look at it.
    /// </param>
    internal void Run(TextWriter output, SchedulerOptions options)
    {
        Console = output;
        Scheduler = new RecipeScheduler(options);
        Run();
    }

    /// <summary>The program of the page.</summary>
    protected abstract void Run();
}
