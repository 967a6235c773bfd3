using Coroutines.Examples.Cookbook.Command;
using static Coroutines.Awaitable;

namespace Coroutines.Examples.Cookbook;

/// <summary>Periodic work without drift.</summary>
internal sealed class PeriodicWork : Recipe
{
    protected override void Run()
    {
        // snippet: cookbook-periodic-work
        Scheduler.Run(Main());

        IEnumerator<Awaitable> Main()
        {
            Ticker every = Every(1.0, CatchUp.Skip);
            for (int i = 1; i <= 5; i++)
            {
                yield return every;
                Console.WriteLine($"{Now:0.0} s  measurement {every.Count}");
                yield return Sleep(i == 2 ? 1.7 : 0.3);              // the work; once it takes too long
            }
        }
        // end-snippet
    }
}
