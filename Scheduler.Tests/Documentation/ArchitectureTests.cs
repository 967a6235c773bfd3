using static Coroutines.Awaitable;

namespace Coroutines.Tests.Documentation;

/// <summary>What the page on the architecture claims.</summary>
public sealed class ArchitectureTests : RunSnippetTest
{
    [Test]
    public void Sleep_TakesTwoIterations()
    {
        RunVirtually(Main());

        IEnumerator<Awaitable> Main()
        {
            var scheduler = Scheduler.Current;
            scheduler.CallLater(1.0, () =>
            {
                Console.WriteLine("the iteration in which both timers fire");
                scheduler.CallSoon(() => Console.WriteLine("the one after it"));
            });
            yield return Sleep(1.0);
            Console.WriteLine("resumed in that one too");
        }

        Console.ShouldRead("the iteration in which both timers fire", "the one after it", "resumed in that one too");
    }

    [Test]
    public void Failure_ClosesFramesFromTheInnermost()
    {
        // snippet: unwinding
        Scheduler.Run(Main());

        IEnumerator<Awaitable> Main()
        {
            yield return Settle(Outer(), out var outcome);
            Console.WriteLine($"Main has settled it: {outcome}");
        }

        IEnumerator<Awaitable> Outer()
        {
            Defer(Say("outer: deferred"));
            try { yield return Await(Inner()); }
            finally { Console.WriteLine("outer: finally"); }
        }

        IEnumerator<Awaitable> Inner()
        {
            Defer(Say("inner: deferred first"));
            Defer(Say("inner: deferred last"));
            try
            {
                yield return Sleep(1.0);
                throw new IOException("lost");
            }
            finally { Console.WriteLine("inner: finally"); }
        }

        IEnumerator<Awaitable> Say(string line)
        {
            yield return null;
            Console.WriteLine(line);
        }
        // end-snippet

        Console.ShouldRead(
            "inner: finally",
            "inner: deferred last",
            "inner: deferred first",
            "outer: finally",
            "outer: deferred",
            "Main has settled it: IOException: lost");
    }

    [Test]
    public void Scopes_EndBeforeTheResourcesOfTheirCoroutine()
    {
        // snippet: scopes
        Scheduler.Run(Main());

        IEnumerator<Awaitable> Main()
        {
            yield return Settle(Fetch(), out var outcome);
            Console.WriteLine($"Main has settled it: {outcome.Exception!.GetType().Name}");
        }

        IEnumerator<Awaitable> Fetch()
        {
            Defer(Say("deferred"));
            try                                              // or a `using`
            {
                using (Timeout(1.0))
                {
                    var group = new TaskGroup();
                    group.CreateTask(Part("head"));
                    group.CreateTask(Part("body"));
                    yield return group;
                }
            }
            finally { Console.WriteLine("socket closed"); }
        }

        IEnumerator<Awaitable> Part(string name)
        {
            try { yield return Sleep(5.0); }
            finally { Console.WriteLine($"{name} closed"); }
        }

        IEnumerator<Awaitable> Say(string line)
        {
            yield return null;
            Console.WriteLine(line);
        }
        // end-snippet

        Console.ShouldRead(
            "head closed", "body closed", "socket closed", "deferred", "Main has settled it: TimeoutException");
    }

    [Test]
    public void Deadlock_NamesWhoWaitsForWhat()
    {
        DeadlockException deadlock = Should.Throw<DeadlockException>(() => RunVirtually(Main()));

        IEnumerator<Awaitable> Main()
        {
            CoTask reader = CreateTask(Read(new Future { Name = "answer" }), name: "reader");
            yield return reader;
        }

        IEnumerator<Awaitable> Read(Future answer)
        {
            yield return answer;
        }

        deadlock.Message.ShouldBe("""
            Deadlock: nothing is ready, no timer is set, and nothing can arrive from outside.
              Main (task 'Task-1'): awaiting task 'reader'
              Read (task 'reader'): awaiting future 'answer'
            If a thread is to call CallSoonThreadsafe, let a coroutine wait for that thread's work: Await(Task.Run(…)).
            """);
    }
}
