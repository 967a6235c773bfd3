using Coroutines.Examples.Cookbook.Command;
using static Coroutines.Awaitable;

namespace Coroutines.Examples.Cookbook;

/// <summary>Try, catch and finally around waits.</summary>
internal sealed class TryCatchFinally : Recipe
{
    protected override void Run()
    {
        // snippet: cookbook-try-catch-finally
        Scheduler.Run(Main());

        IEnumerator<Awaitable> Main()
        {
            foreach (int amount in new[] { 30, 40, 500, -1 })
            {
                yield return Settle<string>(Pay(amount), out var outcome);
                Console.WriteLine($"{Now:0.0} s  {(outcome.IsSuccess ? outcome.Result : $"{outcome}")}");
            }
        }

        IEnumerator<Awaitable> Pay(int amount)
        {
            yield return Try<string>(Transfer(amount))
                .Catch<InvalidOperationException>(error => Ask(error.Message))       // a handler that waits, and gives the result
                .Catch<IOException>(error => "to be paid later", when: error => amount < 100)
                .Finally(() => Say("receipt sent"))
                .Into(out var result);
            yield return Return(result.Result);
        }

        IEnumerator<Awaitable> Transfer(int amount)
        {
            yield return Sleep(1.0);
            if (amount < 0)
                throw new ArgumentException("an amount below zero");
            if (amount == 40)
                throw new IOException("no connection");
            if (amount > 100)
                throw new InvalidOperationException("too much for one day");
            yield return Return($"paid {amount}");
        }

        IEnumerator<Awaitable> Ask(string question)
        {
            yield return Await(Say(question));
            yield return Return("paid with the chief's consent");
        }

        IEnumerator<Awaitable> Say(string line)
        {
            yield return Sleep(0.5);
            Console.WriteLine($"{Now:0.0} s    {line}");
        }
        // end-snippet
    }
}
