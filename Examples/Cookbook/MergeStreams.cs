using Coroutines.Examples.Cookbook.Command;
using static Coroutines.Awaitable;

namespace Coroutines.Examples.Cookbook;

/// <summary>Merge several streams.</summary>
internal sealed class MergeStreams : Recipe
{
    protected override void Run()
    {
        // snippet: cookbook-merge-streams
        Scheduler.Run(Main());

        IEnumerator<Awaitable> Main()
        {
            var merged = new CoQueue<string>(maxSize: 1);
            CoTask merging = CreateTask(Merge(merged, Tick("fast", 0.4, 3), Tick("slow", 0.9, 2)));
            var all = merged.ReadAll();
            while (true)
            {
                yield return all.Next();
                if (all.IsAtEnd)
                    break;
                Console.WriteLine($"{Now:0.0} s  {all.Current}");
            }

            yield return merging;                                    // an error of a source comes out here
        }

        IEnumerator<Awaitable> Merge<T>(CoQueue<T> merged, params IEnumerable<Awaitable<T>>[] sources)
        {
            Defer(() => merged.Shutdown());                          // the end of all, or an error of one
            var group = new TaskGroup();
            foreach (IEnumerable<Awaitable<T>> source in sources)
                group.CreateTask(Forward(source));
            yield return group;

            IEnumerator<Awaitable> Forward(IEnumerable<Awaitable<T>> source)
            {
                foreach (Awaitable<T> next in source)
                {
                    yield return next;
                    yield return merged.Put(next.Result);            // a slow reader holds back all sources
                }
            }
        }

        IEnumerable<Awaitable<string>> Tick(string name, double period, int count)
        {
            for (int i = 1; i <= count; i++)
                yield return Await<string>(One($"{name} {i}"));

            IEnumerator<Awaitable> One(string item)
            {
                yield return Sleep(period);
                yield return Return(item);
            }
        }
        // end-snippet
    }
}
