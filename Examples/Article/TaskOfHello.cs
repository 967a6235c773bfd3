using static Coroutines.Awaitable;

namespace Coroutines.Examples.Article;

/// <summary>A coroutine that starts another one as a task, and waits for it.</summary>
internal static class TaskOfHello
{
    internal static void Run(ExampleContext context) => Scheduler.Run(Main(context.Out), context.Options);

    // With nothing else to do in between, `yield return Await(SayHello(output))` would have the same effect without a
    // task. A task pays off when there is something to do while it runs: see `concurrent`.
    private static IEnumerator<Awaitable> Main(TextWriter output)
    {
        CoTask task = CreateTask(SayHello(output));
        yield return task;
    }

    private static IEnumerator<Awaitable> SayHello(TextWriter output)
    {
        output.WriteLine("Hello...");
        yield return Sleep(1.0);
        output.WriteLine("...world!");
    }
}
