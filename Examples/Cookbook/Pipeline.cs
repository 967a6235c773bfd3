using Coroutines.Examples.Cookbook.Command;
using static Coroutines.Awaitable;

namespace Coroutines.Examples.Cookbook;

/// <summary>A pipeline with back-pressure.</summary>
internal sealed class Pipeline : Recipe
{
    protected override void Run()
    {
        // snippet: cookbook-pipeline
        Scheduler.Run(Main());

        IEnumerator<Awaitable> Main()
        {
            var lines = new CoQueue<int>(maxSize: 1);
            var rows = new CoQueue<string>(maxSize: 1);
            var group = new TaskGroup();
            group.CreateTask(Read(lines));
            group.CreateTask(Parse(lines, rows));
            group.CreateTask(Store(rows));
            yield return group;
        }

        IEnumerator<Awaitable> Read(CoQueue<int> lines)
        {
            for (int line = 1; line <= 5; line++)
            {
                yield return lines.Put(line);                        // waits while the next stage has enough to do
                Console.WriteLine($"{Now:0.0} s  read {line}");
            }

            lines.Shutdown();                                        // the end runs through all stages
        }

        IEnumerator<Awaitable> Parse(CoQueue<int> lines, CoQueue<string> rows)
        {
            var all = lines.ReadAll();
            while (true)
            {
                yield return all.Next();
                if (all.IsAtEnd)
                    break;
                yield return rows.Put($"row {all.Current}");
            }

            rows.Shutdown();
        }

        IEnumerator<Awaitable> Store(CoQueue<string> rows)
        {
            var all = rows.ReadAll();
            while (true)
            {
                yield return all.Next();
                if (all.IsAtEnd)
                    break;
                yield return Sleep(1.0);
                Console.WriteLine($"{Now:0.0} s  stored {all.Current}");
            }
        }
        // end-snippet
    }
}
