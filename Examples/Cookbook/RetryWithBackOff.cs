using Coroutines.Examples.Cookbook.Command;
using static Coroutines.Awaitable;

namespace Coroutines.Examples.Cookbook;

/// <summary>Retry with back-off.</summary>
internal sealed class RetryWithBackOff : Recipe
{
    protected override void Run()
    {
        // snippet: cookbook-retry-with-back-off
        Scheduler.Run(Main());

        IEnumerator<Awaitable> Main()
        {
            int calls = 0;
            yield return Await<string>(Retry<string>(Download, attempts: 5, delay: 0.5)).Into(out var report);
            Console.WriteLine($"{Now:0.0} s  {report.Result}");

            IEnumerator<Awaitable> Download()
            {
                yield return Sleep(0.1);
                yield return ++calls < 4 ? throw new IOException($"call {calls}: no answer") : Return("the report");
            }
        }

        IEnumerator<Awaitable> Retry<T>(Func<IEnumerator<Awaitable>> call, int attempts, double delay, double longest = 30)
        {
            for (int attempt = 1; ; attempt++)
            {
                yield return Settle<T>(call(), out var outcome);         // each attempt is a coroutine of its own
                if (outcome.IsSuccess || outcome.Exception is not IOException || attempt == attempts)
                    yield return Return(outcome.Result);                 // throws what the last attempt has failed with
                Console.WriteLine($"{Now:0.0} s  {outcome.Exception!.Message}; again in {delay} s");
                yield return Sleep(delay);
                delay = Math.Min(2 * delay, longest);
            }
        }
        // end-snippet
    }
}
