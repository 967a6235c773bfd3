using Coroutines.Examples.Cookbook.Command;
using static Coroutines.Awaitable;

namespace Coroutines.Examples.Cookbook;

/// <summary>Rate limit.</summary>
internal sealed class RateLimit : Recipe
{
    protected override void Run()
    {
        // snippet: cookbook-rate-limit
        Scheduler.Run(Main());

        IEnumerator<Awaitable> Main()
        {
            var bucket = new TokenBucket(rate: 2, burst: 3);
            yield return Gather(Enumerable.Range(1, 6).Select(Call));
            yield return Sleep(60);
            yield return Gather(Enumerable.Range(7, 4).Select(Call));

            IEnumerator<Awaitable> Call(int number)
            {
                yield return bucket.Take();
                Console.WriteLine($"{Now:0.0} s  call {number}");
            }
        }
        // end-snippet
    }

    // snippet: cookbook-rate-limit-class
    private sealed class TokenBucket(double rate, int burst)
    {
        private double _next = double.NegativeInfinity;

        public Awaitable Take()
        {
            double when = Math.Max(_next, Now - ((burst - 1) / rate));   // a rest saves up a burst, and no more
            _next = when + (1 / rate);
            return SleepUntil(when);                                     // at once, if that has passed
        }
    }
    // end-snippet
}
