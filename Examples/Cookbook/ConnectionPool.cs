using Coroutines.Examples.Cookbook.Command;
using static Coroutines.Awaitable;

namespace Coroutines.Examples.Cookbook;

/// <summary>Connection pool.</summary>
internal sealed class ConnectionPool : Recipe
{
    protected override void Run()
    {
        // snippet: cookbook-connection-pool
        Scheduler.Run(Main());

        IEnumerator<Awaitable> Main()
        {
            int opened = 0;
            var pool = new Pool<string>(2, Open);
            string[] queries = ["users", "broken", "prices", "orders"];
            yield return GatherOutcomes(queries.Select(query => pool.Use(connection => Ask(connection, query)))).Into(out var outcomes);
            Console.WriteLine(string.Join(", ", outcomes.Result.Select(outcome => $"{outcome}")));

            IEnumerator<Awaitable> Open()
            {
                yield return Sleep(0.5);
                yield return Return($"connection {++opened}");
            }
        }

        IEnumerator<Awaitable> Ask(string connection, string query)
        {
            Console.WriteLine($"{Now:0.0} s  {query} on {connection}");
            yield return Sleep(1.0);
            if (query == "broken")
                throw new IOException("hung up");
        }
        // end-snippet
    }

    // snippet: cookbook-connection-pool-class
    private sealed class Pool<T>(int size, Func<IEnumerator<Awaitable>> open)
    {
        private readonly CoSemaphore _places = new(size, "connections");
        private readonly Stack<T> _idle = new();

        public IEnumerator<Awaitable> Use(Func<T, IEnumerator<Awaitable>> work)
        {
            yield return _places.Acquire().Into(out var place);
            using (place.Result)                                 // whatever happens, the place is given back
            {
                if (!_idle.TryPop(out T? connection))
                {
                    yield return Await<T>(open()).Into(out var opened);
                    connection = opened.Result;
                }

                yield return Await(work(connection));
                _idle.Push(connection);                          // not reached by one that has failed or was cancelled
            }
        }
    }
    // end-snippet
}
