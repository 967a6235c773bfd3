using Coroutines.Examples.Cookbook.Command;
using static Coroutines.Awaitable;

namespace Coroutines.Examples.Cookbook;

/// <summary>Hedged request: the first answer wins.</summary>
internal sealed class HedgedRequest : Recipe
{
    protected override void Run()
    {
        // snippet: cookbook-hedged-request
        Scheduler.Run(Main());

        IEnumerator<Awaitable> Main()
        {
            string[] replicas = ["north", "south", "west"];
            yield return Race<string>(replicas.Select(Ask), delay: 0.2).Into(out var race);
            Console.WriteLine($"{Now:0.0} s  {race.Result.Result}");
        }

        IEnumerator<Awaitable> Ask(string replica)
        {
            Console.WriteLine($"{Now:0.0} s  asking {replica}");
            bool isAnswered = false;
            try
            {
                yield return Sleep(replica == "north" ? 5.0 : 0.3);
                isAnswered = true;
            }
            finally
            {
                Console.WriteLine($"{Now:0.0} s  {replica} {(isAnswered ? "answers" : "is told to stop")}");
            }

            yield return Return($"the answer of {replica}");
        }
        // end-snippet
    }
}
