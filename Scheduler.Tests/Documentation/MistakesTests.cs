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
        Console.ShouldRead("hello them");
        clock.Time.ShouldBe(0);

        // They are what the page is about.
#pragma warning disable CORO001, CORO002, CORO003, CORO004
        // snippet: mistakes
        IEnumerator<Awaitable> Main()
        {
            Greet("you");                                            // CORO002: runs nothing
            Sleep(1.0);                                              // CORO003: waits for nothing
            _ = Greet("nobody");                                     // dropped on purpose: no warning
            IEnumerator<Awaitable> greeting = Greet("them");
            yield return Await(greeting);
            yield return Await(greeting);                            // CORO004: they are greeted once
            yield return Return("done");
            Console.WriteLine("and dusted");                         // CORO001: never runs
        }

        IEnumerator<Awaitable> Greet(string name)
        {
            Console.WriteLine($"hello {name}");
            yield break;
        }
        // end-snippet
#pragma warning restore CORO001, CORO002, CORO003, CORO004
    }
}
