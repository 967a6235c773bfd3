using static Coroutines.Awaitable;

namespace Coroutines.Examples.Article;

/// <summary>Two coroutines, and yet nothing happens at the same time.</summary>
internal static class Sequential
{
    internal static void Run(ExampleContext context)
    {
        using var scheduler = new Scheduler(context.Options);

        // RunUntilComplete comes back when its coroutine is done. Only then does the second one even begin: during
        // either sleep there is nobody else for the scheduler to run.
        scheduler.RunUntilComplete(Greet("!", context.Out));
        scheduler.RunUntilComplete(Greet("?", context.Out));
    }

    private static IEnumerator<Awaitable> Greet(string mark, TextWriter output)
    {
        output.WriteLine($"Hello ...{mark}");
        yield return Sleep(1.0);
        output.WriteLine($"...world{mark}");
    }
}
