using Coroutines.Examples.Cookbook.Command;
using static Coroutines.Awaitable;

namespace Coroutines.Examples.Cookbook;

/// <summary>Cache with single flight.</summary>
internal sealed class CacheWithSingleFlight : Recipe
{
    protected override void Run()
    {
        // snippet: cookbook-cache-with-single-flight
        Scheduler.Run(Main());

        IEnumerator<Awaitable> Main()
        {
            var cache = new Cache<string>(Load, lifetime: 10);
            yield return Gather(Show("a"), Show("a"), Show("b"));    // three ask, two are loaded
            yield return Sleep(5);
            yield return Await(Show("a"));
            yield return Sleep(10);
            yield return Await(Show("a"));

            IEnumerator<Awaitable> Show(string key)
            {
                yield return cache.Get(key).Into(out var page);
                Console.WriteLine($"{Now:0.0} s  {page.Result}");
            }
        }

        IEnumerator<Awaitable> Load(string key)
        {
            Console.WriteLine($"{Now:0.0} s  loading {key}");
            yield return Sleep(1.0);
            yield return Return($"page {key}");
        }
        // end-snippet
    }

    // snippet: cookbook-cache-with-single-flight-class
    private sealed class Cache<T>(Func<string, IEnumerator<Awaitable>> load, double lifetime)
    {
        private readonly Dictionary<string, CoTask<T>> _entries = [];

        public Awaitable<T> Get(string key)
        {
            if (!_entries.TryGetValue(key, out CoTask<T>? entry))
                _entries[key] = entry = CreateTask<T>(Fill(key));
            return Shield(entry);                                // who is cancelled does not take it from the others
        }

        private IEnumerator<Awaitable> Fill(string key)
        {
            yield return Settle<T>(load(key), out var outcome, includeCancellation: true);
            if (outcome.IsSuccess)
                CreateTask(After(lifetime, () => _entries.Remove(key)));
            else
                _entries.Remove(key);                            // a failure is not kept
            yield return Return(outcome.Result);                 // throws it
        }
    }
    // end-snippet
}
