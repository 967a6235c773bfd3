using Coroutines.Examples.Cookbook.Command;
using static Coroutines.Awaitable;

namespace Coroutines.Examples.Cookbook;

/// <summary>A time limit for a whole operation.</summary>
internal sealed class TimeLimit : Recipe
{
    protected override void Run()
    {
        // snippet: cookbook-time-limit
        Scheduler.Run(Main());

        IEnumerator<Awaitable> Main()
        {
            foreach (double pace in new[] { 0.5, 1.2 })
            {
                double begin = Now;
                yield return Settle<string>(Order(pace), out var outcome);
                string what = outcome.IsSuccess ? outcome.Result : outcome.Exception!.GetType().Name;
                Console.WriteLine($"{what} after {Now - begin:0.0} s");
            }
        }

        IEnumerator<Awaitable> Order(double pace)
        {
            using (Timeout(3.0))                                     // for all steps together
            {
                yield return Await(Step("connect", pace));
                Defer(() => Console.WriteLine("  hang up"));         // in either case
                yield return Await(Step("log in", pace));
                yield return Await(Step("pay", pace));
            }

            yield return Return("paid");
        }

        IEnumerator<Awaitable> Step(string name, double seconds)
        {
            yield return Sleep(seconds);
            Console.WriteLine($"  {name}");
        }
        // end-snippet
    }
}
