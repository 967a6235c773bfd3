using static Coroutines.Awaitable;

namespace Coroutines.Examples.Article;

/// <summary><see cref="Concurrent"/> with the awaits exchanged, which changes nothing.</summary>
internal static class Order
{
    internal static void Run(ExampleContext context) => Scheduler.Run(Main(context.Out), context.Options);

    private static IEnumerator<Awaitable> Main(TextWriter output)
    {
        CoTask first = CreateTask(Greet("!", output));
        CoTask second = CreateTask(Greet("?", output));

        // Awaiting says when this coroutine goes on, not when the tasks run. By the time that the second one is done,
        // so is the first, and awaiting what is done costs no time.
        yield return second;
        yield return first;
    }

    private static IEnumerator<Awaitable> Greet(string mark, TextWriter output)
    {
        output.WriteLine($"Hello ...{mark}");
        yield return Sleep(1.0);
        output.WriteLine($"...world{mark}");
    }
}
