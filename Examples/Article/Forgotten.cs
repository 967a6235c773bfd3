using static Coroutines.Awaitable;

namespace Coroutines.Examples.Article;

/// <summary>The classic mistake: calling a coroutine like an ordinary method.</summary>
internal static class Forgotten
{
    internal static void Run(ExampleContext context)
    {
        // The call makes an object that could be run, and drops it. Not one line of the method has run, and the
        // compiler says nothing by itself. Scheduler.Run, CreateTask or Await would have run it.
#pragma warning disable CORO002 // the mistake is what this example shows
        SayHello(context.Out);
#pragma warning restore CORO002

        context.Out.WriteLine("SayHello was called, and nothing was printed.");
    }

    private static IEnumerator<Awaitable> SayHello(TextWriter output)
    {
        output.WriteLine("Hello ...");
        yield return Sleep(1.0);
        output.WriteLine("...world!");
    }
}
