using Coroutines.Examples.Cookbook.Command;
using static Coroutines.Awaitable;

namespace Coroutines.Examples.Cookbook;

/// <summary>Fan out, fan in.</summary>
internal sealed class FanOutFanIn : Recipe
{
    protected override void Run()
    {
        // snippet: cookbook-fan-out-fan-in
        Scheduler.Run(Main());

        IEnumerator<Awaitable> Main()
        {
            var jobs = new CoQueue<int>(maxSize: 3);
            var results = new CoQueue<string>();
            var group = new TaskGroup();
            group.CreateTask(Produce(jobs));
            group.CreateTask(WorkOn(jobs, results));
            group.CreateTask(Collect(results));
            yield return group;                                      // an error of one of them ends all
        }

        IEnumerator<Awaitable> Produce(CoQueue<int> jobs)
        {
            for (int job = 1; job <= 5; job++)
                yield return jobs.Put(job);
            jobs.Shutdown();
        }

        IEnumerator<Awaitable> WorkOn(CoQueue<int> jobs, CoQueue<string> results)
        {
            var workers = new TaskGroup();
            foreach (string name in new[] { "ann", "bob", "cleo" })
                workers.CreateTask(Worker(name, jobs, results));
            yield return workers;                                    // only then is there no further result
            results.Shutdown();
        }

        IEnumerator<Awaitable> Worker(string name, CoQueue<int> jobs, CoQueue<string> results)
        {
            var all = jobs.ReadAll();
            while (true)
            {
                yield return all.Next();
                if (all.IsAtEnd)
                    break;
                yield return Sleep(all.Current);                     // job 3 takes three seconds
                yield return results.Put($"job {all.Current} by {name}");
            }
        }

        IEnumerator<Awaitable> Collect(CoQueue<string> results)
        {
            var all = results.ReadAll();
            while (true)
            {
                yield return all.Next();
                if (all.IsAtEnd)
                    break;
                Console.WriteLine($"{Now:0.0} s  {all.Current}");
            }
        }
        // end-snippet
    }
}
