using Coroutines.Examples.Cookbook.Command;
using static Coroutines.Awaitable;

namespace Coroutines.Examples.Cookbook;

/// <summary>Limited concurrency.</summary>
internal sealed class LimitedConcurrency : Recipe
{
    protected override void Run()
    {
        // snippet: cookbook-limited-concurrency
        Scheduler.Run(Main());

        IEnumerator<Awaitable> Main()
        {
            string[] pages = ["a", "b", "c", "d"];
            yield return Await<string[]>(Map<string, string>(pages, 2, Fetch)).Into(out var texts);
            Console.WriteLine($"{Now:0.0} s  {string.Join(", ", texts.Result)}");
        }

        IEnumerator<Awaitable> Map<T, TResult>(IEnumerable<T> items, int atOnce, Func<T, IEnumerator<Awaitable>> work)
        {
            var places = new CoSemaphore(atOnce);
            var group = new TaskGroup();
            CoTask<TResult>[] tasks = [.. items.Select(item => group.CreateTask<TResult>(One(item)))];
            yield return group;                                      // if one fails, the others are cancelled
            yield return Return(tasks.Select(task => task.Result).ToArray());

            IEnumerator<Awaitable> One(T item)
            {
                yield return places.Acquire().Into(out var place);
                using (place.Result)
                {
                    yield return Await<TResult>(work(item)).Into(out var result);
                    yield return Return(result.Result);
                }
            }
        }

        IEnumerator<Awaitable> Fetch(string page)
        {
            Console.WriteLine($"{Now:0.0} s  fetching {page}");
            yield return Sleep(page == "a" ? 3.0 : 1.0);
            yield return Return($"page {page}");
        }
        // end-snippet
    }
}
