using Coroutines.Examples.Cookbook.Command;
using static Coroutines.Awaitable;

namespace Coroutines.Examples.Cookbook;

/// <summary>Graceful shutdown.</summary>
internal sealed class GracefulShutdown : Recipe
{
    protected override void Run()
    {
        // snippet: cookbook-graceful-shutdown
        Scheduler.Run(Main());

        IEnumerator<Awaitable> Main()
        {
            var jobs = new CoQueue<(string Name, double Seconds)>();
            var stop = new CoEvent("stop");
            Scheduler.Current.CallLater(2.0, stop.Set);              // in a server: AddSignalHandler(PosixSignal.SIGTERM, stop.Set)
            CoTask[] workers = [CreateTask(Work(jobs)), CreateTask(Work(jobs))];
            jobs.PutNoWait(("mail", 1.0));
            jobs.PutNoWait(("film", 60.0));
            jobs.PutNoWait(("report", 4.0));

            yield return stop.Wait();
            Console.WriteLine($"{Now:0.0} s  stopping");
            jobs.Shutdown();                                         // nothing new; what is queued is still taken
            yield return Wait(workers, timeout: 5.0).Into(out var wait);
            foreach (CoTask late in wait.Result.Pending)
                late.Cancel("no time left");
            yield return Wait(workers);                              // until they have cleaned up
            Console.WriteLine($"{Now:0.0} s  stopped");
        }

        IEnumerator<Awaitable> Work(CoQueue<(string Name, double Seconds)> jobs)
        {
            var all = jobs.ReadAll();
            while (true)
            {
                yield return all.Next();
                if (all.IsAtEnd)
                    break;
                bool isDone = false;
                try
                {
                    yield return Sleep(all.Current.Seconds);
                    isDone = true;
                }
                finally
                {
                    Console.WriteLine($"{Now:0.0} s  {all.Current.Name} {(isDone ? "is done" : "is put back")}");
                }
            }
        }
        // end-snippet
    }
}
