namespace Coroutines.Examples.Cookbook.Command;

/// <summary>Stands for the library's class in a recipe, so that its runs have the options of whoever has started it.</summary>
internal sealed class RecipeScheduler(SchedulerOptions options)
{
    internal Scheduler Current => Scheduler.Current;

    internal void Run(IEnumerator<Awaitable> main) => Scheduler.Run(main, options);
}
