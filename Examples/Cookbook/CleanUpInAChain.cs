using Coroutines.Examples.Cookbook.Command;
using static Coroutines.Awaitable;

namespace Coroutines.Examples.Cookbook;

/// <summary>Clean-up in a chain of calls.</summary>
internal sealed class CleanUpInAChain : Recipe
{
    protected override void Run()
    {
        // snippet: cookbook-clean-up-in-a-chain
        Scheduler.Run(Main());

        IEnumerator<Awaitable> Main()
        {
            CoTask trip = CreateTask(Trip());
            yield return Sleep(5.0);
            trip.Cancel("it rains there");
            yield return Settle(trip, out var outcome, includeCancellation: true);
            Console.WriteLine($"{Now:0.0} s  {outcome}: {outcome.Exception!.Message}");
        }

        IEnumerator<Awaitable> Trip()
        {
            yield return Await(Say("flight booked"));
            Defer(Say("flight given back"));                         // when Trip ends, however it ends
            yield return Await(Stay());
        }

        IEnumerator<Awaitable> Stay()
        {
            yield return Await(Say("hotel booked"));
            Defer(Say("hotel given back"));
            Defer(() => Console.WriteLine($"{Now:0.0} s  bags packed"));
            yield return Sleep(3600);
        }

        IEnumerator<Awaitable> Say(string line)
        {
            yield return Sleep(1.0);
            Console.WriteLine($"{Now:0.0} s  {line}");
        }
        // end-snippet
    }
}
