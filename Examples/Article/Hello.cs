using static Coroutines.Awaitable;

namespace Coroutines.Examples.Article;

/// <summary>The smallest program: one coroutine that waits for a second.</summary>
internal static class Hello
{
    // Run makes a scheduler, runs the coroutine to its end, and closes the scheduler.
    internal static void Run(ExampleContext context) => Scheduler.Run(Main(context.Out), context.Options);

    // What makes this method a coroutine is its return type, and that it yields what it wants to wait for. While it
    // waits, the scheduler could run others; compare `blocking`, where nobody could do anything.
    private static IEnumerator<Awaitable> Main(TextWriter output)
    {
        output.WriteLine("Hello ...");
        yield return Sleep(1.0);
        output.WriteLine("...world!");
    }
}
