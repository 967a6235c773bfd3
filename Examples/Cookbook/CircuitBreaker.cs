using Coroutines.Examples.Cookbook.Command;
using static Coroutines.Awaitable;

namespace Coroutines.Examples.Cookbook;

/// <summary>Circuit breaker.</summary>
internal sealed class CircuitBreaker : Recipe
{
    protected override void Run()
    {
        // snippet: cookbook-circuit-breaker
        Scheduler.Run(Main());

        IEnumerator<Awaitable> Main()
        {
            var breaker = new Breaker(limit: 2, pause: 3.0);
            for (int i = 0; i < 9; i++)
            {
                yield return Settle<string>(breaker.Call<string>(Ask), out var answer);
                Console.WriteLine($"{Now:0.0} s  {(answer.IsSuccess ? answer.Result : answer.Exception!.Message)}");
                yield return Sleep(1.0);
            }
        }

        IEnumerator<Awaitable> Ask()
        {
            yield return Now < 4.5 ? throw new IOException("the service is down") : Return("the answer");
        }
        // end-snippet
    }

    // snippet: cookbook-circuit-breaker-class
    private sealed class Breaker(int limit, double pause)
    {
        private int _failures;
        private double _nextTry;

        public IEnumerator<Awaitable> Call<T>(Func<IEnumerator<Awaitable>> work)
        {
            if (_failures >= limit)
            {
                if (Now < _nextTry)
                    throw new InvalidOperationException($"refused, after {_failures} failures in a row");
                _nextTry = Now + pause;                          // this one tries, and the others go on being refused
            }

            yield return Settle<T>(work(), out var outcome);
            _failures = outcome.IsSuccess ? 0 : _failures + 1;
            _nextTry = Now + pause;
            yield return Return(outcome.Result);                 // throws what it has failed with
        }
    }
    // end-snippet
}
