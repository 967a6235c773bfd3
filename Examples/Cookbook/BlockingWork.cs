using Coroutines.Examples.Cookbook.Command;
using static Coroutines.Awaitable;

namespace Coroutines.Examples.Cookbook;

/// <summary>Blocking work on a thread.</summary>
internal sealed class BlockingWork : Recipe
{
    protected override void Run()
    {
        // snippet: cookbook-blocking-work
        Scheduler.Run(Main());

        IEnumerator<Awaitable> Main()
        {
            using var threads = new CoThreadPool(maxThreads: 2, "shrinking");
            bool isDone = false;
            int turns = 0;
            CoTask other = CreateTask(GoOn());
            int[] sizes = [100_000, 200_000, 300_000];
            yield return Gather<long>(sizes.Select(size => RunInExecutor(threads, () => Shrink(size)))).Into(out var shrunk);
            isDone = true;
            yield return other;
            Console.WriteLine($"{string.Join(", ", shrunk.Result)}; the loop went on: {turns > 0}");

            IEnumerator<Awaitable> GoOn()
            {
                for (; !isDone; turns++)
                    yield return null;
            }
        }

        static long Shrink(int size)                                 // on a thread: no coroutine, and nothing that others change meanwhile
        {
            long sum = 0;
            for (int i = 0; i < size; i++)
                sum += i % 10;
            return sum;
        }
        // end-snippet
    }
}
