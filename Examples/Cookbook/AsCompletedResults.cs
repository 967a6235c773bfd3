using Coroutines.Examples.Cookbook.Command;
using static Coroutines.Awaitable;

namespace Coroutines.Examples.Cookbook;

/// <summary>Results as they come, and results in order.</summary>
internal sealed class AsCompletedResults : Recipe
{
    protected override void Run()
    {
        // snippet: cookbook-as-completed-results
        Scheduler.Run(Main());

        IEnumerator<Awaitable> Main()
        {
            foreach (var next in AsCompleted<string>(Questions()))
            {
                yield return next;
                Console.WriteLine($"{Now:0.0} s  {next.Result}");
            }

            CoTask<string>[] tasks = [.. Questions().Select(question => CreateTask<string>(question))];
            foreach (CoTask<string> task in tasks)
            {
                yield return task;                                   // all of them run already
                Console.WriteLine($"{Now:0.0} s  {task.Result}");
            }
        }

        IEnumerable<IEnumerator<Awaitable>> Questions() => [Ask("a", 2.0), Ask("b", 3.0), Ask("c", 1.0)];

        IEnumerator<Awaitable> Ask(string name, double seconds)
        {
            yield return Sleep(seconds);
            yield return Return($"answer {name}");
        }
        // end-snippet
    }
}
