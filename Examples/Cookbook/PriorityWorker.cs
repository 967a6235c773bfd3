using Coroutines.Examples.Cookbook.Command;
using static Coroutines.Awaitable;

namespace Coroutines.Examples.Cookbook;

/// <summary>A worker with priorities.</summary>
internal sealed class PriorityWorker : Recipe
{
    protected override void Run()
    {
        // snippet: cookbook-priority-worker
        Scheduler.Run(Main());

        IEnumerator<Awaitable> Main()
        {
            int number = 0;
            var jobs = new CoPriorityQueue<(int Priority, int Number, string Name)>();
            Add(5, "backup");
            Add(5, "index");
            Add(2, "mail");
            CoTask worker = CreateTask(Work(jobs));
            yield return Sleep(0.5);
            Add(1, "alarm");
            yield return jobs.Join();                                // until each one is done
            worker.Cancel();

            void Add(int priority, string name) => jobs.PutNoWait((priority, ++number, name));
        }

        IEnumerator<Awaitable> Work(CoQueue<(int Priority, int Number, string Name)> jobs)
        {
            while (true)
            {
                yield return jobs.Get().Into(out var job);
                Console.WriteLine($"{Now:0.0} s  {job.Result.Name}");
                yield return Sleep(1.0);
                jobs.TaskDone();
            }
        }
        // end-snippet
    }
}
