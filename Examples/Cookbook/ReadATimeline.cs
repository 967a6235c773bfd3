using Coroutines.Examples.Cookbook.Command;
using Coroutines.Testing;
using static Coroutines.Awaitable;

namespace Coroutines.Examples.Cookbook;

/// <summary>Reading a timeline.</summary>
internal sealed class ReadATimeline : Recipe
{
    protected override void Run()
    {
        // snippet: cookbook-read-a-timeline
        using var test = new TestScheduler();
        test.Run(Main(), "main");
        Console.WriteLine(test.Trace.Timeline().TrimEnd());
        foreach (var step in test.Trace.Entries.Where(entry => entry.Name == "bob"))
            Console.WriteLine($"{step.Time} s  {step.Name}: {step.Why} -> {step.Then}");

        IEnumerator<Awaitable> Main()
        {
            var database = new CoLock("database");
            var group = new TaskGroup();
            foreach (string name in new[] { "ann", "bob", "cleo" })
                group.CreateTask(Query(database), name);
            yield return group;
        }

        IEnumerator<Awaitable> Query(CoLock database)
        {
            yield return database.Acquire().Into(out var held);
            using (held.Result)
                yield return Sleep(1.0);
        }
        // end-snippet
    }
}
