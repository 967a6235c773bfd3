namespace Coroutines.Examples.Article;

/// <summary>The twin of <see cref="Hello"/> that blocks.</summary>
internal static class Blocking
{
    // Same words, same second. But the thread is held for that second: were this a step of a coroutine, every other
    // coroutine of the scheduler would be held with it. So a coroutine never calls Thread.Sleep.
    internal static void Run(ExampleContext context)
    {
        context.Out.WriteLine("Hello ...");
        Thread.Sleep(1000);
        context.Out.WriteLine("...world!");
    }
}
