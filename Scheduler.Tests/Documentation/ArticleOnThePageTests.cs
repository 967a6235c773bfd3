using static Coroutines.Awaitable;

namespace Coroutines.Tests.Documentation;

/// <summary>The programs of the page that answers what the readers of an introduction to asyncio wonder about.</summary>
public sealed class ArticleOnThePageTests : RunSnippetTest
{
    [Test]
    public void Hello_WaitsForASecond()
    {
        // snippet: article-hello
        Scheduler.Run(Hello());

        IEnumerator<Awaitable> Hello()
        {
            Console.WriteLine($"{Scheduler.Current.Time:0.0} s  Hello ...");
            yield return Sleep(1.0);                                    // one second, in which others can run
            Console.WriteLine($"{Scheduler.Current.Time:0.0} s  ...world!");
        }
        // end-snippet

        Console.ShouldRead("0.0 s  Hello ...", "1.0 s  ...world!");
    }

    [Test]
    public void Others_RunWhileOneSleeps()
    {
        // snippet: article-beside
        Scheduler.Run(Main());

        IEnumerator<Awaitable> Main()
        {
            CoTask hello = CreateTask(Hello());
            for (int i = 1; i <= 3; i++)
            {
                yield return Sleep(0.3);
                Console.WriteLine($"{Scheduler.Current.Time:0.0} s  {i}");
            }

            yield return hello;
        }

        IEnumerator<Awaitable> Hello()
        {
            Console.WriteLine($"{Scheduler.Current.Time:0.0} s  Hello ...");
            yield return Sleep(1.0);
            Console.WriteLine($"{Scheduler.Current.Time:0.0} s  ...world!");
        }
        // end-snippet

        Console.ShouldRead("0.0 s  Hello ...", "0.3 s  1", "0.6 s  2", "0.9 s  3", "1.0 s  ...world!");
    }

    [Test]
    public void Call_RunsNothing()
    {
#pragma warning disable CORO002 // the mistake is what the page shows
        // snippet: article-forgotten
        Hello();                                                        // makes a coroutine, and drops it
        Console.WriteLine("nothing was printed before this line");

        IEnumerator<Awaitable> Hello()
        {
            Console.WriteLine("Hello ...");
            yield return Sleep(1.0);
            Console.WriteLine("...world!");
        }
        // end-snippet
#pragma warning restore CORO002

        Console.ShouldRead("nothing was printed before this line");
    }

    [Test]
    public void Awaits_OneByOne_TakeTheSum()
    {
        // snippet: article-sequential
        Scheduler.Run(Main());

        IEnumerator<Awaitable> Main()
        {
            yield return Await(Greet("!"));                             // the second one has not begun yet
            yield return Await(Greet("?"));
        }

        IEnumerator<Awaitable> Greet(string mark)
        {
            Console.WriteLine($"{Scheduler.Current.Time:0.0} s  Hello ...{mark}");
            yield return Sleep(1.0);
            Console.WriteLine($"{Scheduler.Current.Time:0.0} s  ...world{mark}");
        }
        // end-snippet

        Console.ShouldRead("0.0 s  Hello ...!", "1.0 s  ...world!", "1.0 s  Hello ...?", "2.0 s  ...world?");
    }

    [Test]
    public void Tasks_SleepDuringTheSameSecond()
    {
        // snippet: article-concurrent
        Scheduler.Run(Main());

        IEnumerator<Awaitable> Main()
        {
            CoTask first = CreateTask(Greet("!"));                      // runs from here on, whoever awaits it
            CoTask second = CreateTask(Greet("?"));
            yield return second;                                        // in either order: the result is the same
            yield return first;
            Console.WriteLine($"{Scheduler.Current.Time:0.0} s  both have ended");
        }

        IEnumerator<Awaitable> Greet(string mark)
        {
            Console.WriteLine($"{Scheduler.Current.Time:0.0} s  Hello ...{mark}");
            yield return Sleep(1.0);
            Console.WriteLine($"{Scheduler.Current.Time:0.0} s  ...world{mark}");
        }
        // end-snippet

        Console.ShouldRead("0.0 s  Hello ...!", "0.0 s  Hello ...?", "1.0 s  ...world!", "1.0 s  ...world?", "1.0 s  both have ended");
    }

    [Test]
    public void Failure_IsHeardOf_WhenItsTurnComes()
    {
        // snippet: article-failure
        Scheduler.Run(Main());

        IEnumerator<Awaitable> Main()
        {
            CoTask slow = CreateTask(Work("slow", 3.0));
            CoTask broken = CreateTask(Break(1.0));                     // fails at 1.0 s
            yield return slow;
            yield return Settle(broken, out var outcome);               // heard of at 3.0 s
            Console.WriteLine($"{Scheduler.Current.Time:0.0} s  {outcome.Exception!.Message}");

            yield return Settle(Gather(Work("slow", 3.0), Break(1.0)), out var gathered);
            Console.WriteLine($"{Scheduler.Current.Time:0.0} s  {gathered.Exception!.Message}");
        }

        IEnumerator<Awaitable> Work(string name, double seconds)
        {
            yield return Sleep(seconds);
            Console.WriteLine($"{Scheduler.Current.Time:0.0} s  {name} is done");
        }

        IEnumerator<Awaitable> Break(double seconds)
        {
            yield return Sleep(seconds);
            throw new InvalidOperationException("it broke");
        }
        // end-snippet

        Console.ShouldRead("3.0 s  slow is done", "3.0 s  it broke", "4.0 s  it broke");
    }

    [Test]
    public void Task_ThatNobodyAwaits_IsCancelledWithTheRun()
    {
        // snippet: article-left-behind
        Scheduler.Run(Main());

        IEnumerator<Awaitable> Main()
        {
            CreateTask(Hello());                                        // nobody awaits it
            yield return Sleep(0.5);
            Console.WriteLine($"{Scheduler.Current.Time:0.0} s  the main coroutine ends");
        }

        IEnumerator<Awaitable> Hello()
        {
            Console.WriteLine($"{Scheduler.Current.Time:0.0} s  Hello ...");
            try
            {
                yield return Sleep(1.0);
                Console.WriteLine($"{Scheduler.Current.Time:0.0} s  ...world!");
            }
            finally
            {
                Console.WriteLine($"{Scheduler.Current.Time:0.0} s  closed");
            }
        }
        // end-snippet

        Console.ShouldRead("0.0 s  Hello ...", "0.5 s  the main coroutine ends", "0.5 s  closed");
    }
}
