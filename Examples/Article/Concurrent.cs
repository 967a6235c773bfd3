using static Coroutines.Awaitable;

namespace Coroutines.Examples.Article;

/// <summary>The coroutines of <see cref="Sequential"/> as tasks: both sleep through the same second.</summary>
internal static class Concurrent
{
    internal static void Run(ExampleContext context) => Scheduler.Run(Main(context.Out), context.Options);

    private static IEnumerator<Awaitable> Main(TextWriter output)
    {
        // A task runs by itself from here on; nobody has to await it for that. Neither has begun yet: the scheduler
        // takes them up as soon as this coroutine lets go.
        CoTask first = CreateTask(Greet("!", output));
        CoTask second = CreateTask(Greet("?", output));

        yield return first;
        yield return second;
    }

    private static IEnumerator<Awaitable> Greet(string mark, TextWriter output)
    {
        output.WriteLine($"Hello ...{mark}");
        yield return Sleep(1.0);
        output.WriteLine($"...world{mark}");
    }
}
