using static Coroutines.Awaitable;

namespace Coroutines.Tests.Documentation;

/// <summary>The guide's page of mistakes: what they do when nobody heeds the analyzers.</summary>
public sealed class MistakesTests : SnippetTest
{
    [Test]
    public void Mistakes_DoNothing()
    {
        var clock = new VirtualClock();
        Scheduler.Run<string>(Main(), new SchedulerOptions { TimeProvider = clock }).ShouldBe("done");
        Console.ShouldRead();
        clock.Time.ShouldBe(0);

        // They are what the page is about.
#pragma warning disable CORO001, CORO002, CORO003
        // snippet: mistakes
        IEnumerator<Awaitable> Main()
        {
            Greet("you");                                            // CORO002: runs nothing
            Sleep(1.0);                                              // CORO003: waits for nothing
            _ = Greet("nobody");                                     // dropped on purpose: no warning
            yield return Return("done");
            Console.WriteLine("and dusted");                         // CORO001: never runs
        }

        IEnumerator<Awaitable> Greet(string name)
        {
            Console.WriteLine($"hello {name}");
            yield break;
        }
        // end-snippet
#pragma warning restore CORO001, CORO002, CORO003
    }
}
