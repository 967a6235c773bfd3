using static Coroutines.Awaitable;

namespace Coroutines.Tests.Documentation;

/// <summary>What the texts of the exercises 22 to 28 show.</summary>
public sealed class CourseToolsTests : SnippetTest
{
    [Test]
    public void Places_ReleasedByHand_AreGivenToWhoWaits()
    {
        // snippet: course-places
        var places = new CoBoundedSemaphore(2);

        IEnumerator<Awaitable> Park(string car)
        {
            yield return places.Acquire();                  // waits until a place is free
            try
            {
                Console.WriteLine($"{car} at {Scheduler.Current.Time}");
                yield return Sleep(1.0);
            }
            finally
            {
                places.Release();                           // whoever waits first has it now
            }
        }
        // end-snippet

        RunVirtually(Main());

        Console.ShouldRead("A at 0", "B at 0", "C at 1");

        IEnumerator<Awaitable> Main()
        {
            yield return Gather(Park("A"), Park("B"), Park("C"));
        }
    }

    [Test]
    public void Barrier_OfThree_KnowsWhoWasLast()
    {
        // snippet: course-barrier
        var barrier = new CoBarrier(3);

        IEnumerator<Awaitable> Count(string part, double seconds)
        {
            yield return Sleep(seconds);
            yield return barrier.Wait().Into(out var place);            // nobody goes on before all three have counted
            if (place.Result == barrier.Parties - 1)                    // the last to arrive
                Console.WriteLine($"{part} was the last, at {Scheduler.Current.Time}");
        }
        // end-snippet

        RunVirtually(Main());

        Console.ShouldRead("B was the last, at 3");

        IEnumerator<Awaitable> Main()
        {
            yield return Gather(Count("A", 1.0), Count("B", 3.0), Count("C", 2.0));
        }
    }

    [Test]
    public void AsCompleted_WithSettle_GivesWhatComesFirst()
    {
        RunVirtually(Main());

        Console.ShouldRead("quick: 42 at 1", "slow: 42 at 3");

        IEnumerator<Awaitable> Main()
        {
            // snippet: course-as-completed
            CoTask<string>[] tasks = [CreateTask<string>(Ask("slow", 3.0)), CreateTask<string>(Ask("quick", 1.0))];
            foreach (var next in AsCompleted(tasks))
            {
                yield return Settle(next, out var outcome);                 // waits for the next one, and looks whether it has failed
                if (outcome.IsSuccess)
                    Console.WriteLine($"{outcome.Result} at {Scheduler.Current.Time}");
            }
            // end-snippet
        }

        static IEnumerator<Awaitable> Ask(string server, double seconds)
        {
            yield return Sleep(seconds);
            yield return Return($"{server}: 42");
        }
    }

    [Test]
    public void IteratorOfAwaitables_LooksAtWhatItsReaderHasAwaited()
    {
        int thrown = 3;

        // snippet: course-values
        IEnumerable<Awaitable<int>> Throws()                 // no IEnumerator<Awaitable>: nobody runs it, somebody asks it
        {
            while (true)
            {
                var dice = Await<int>(ThrowDice());
                yield return dice;                           // the reader awaits it,
                if (dice.Result == 6)                        // and when he asks for the next one, it has a result
                    yield break;
            }
        }

        IEnumerator<Awaitable> Play()
        {
            foreach (var next in Throws())
            {
                yield return next;
                Console.WriteLine(next.Result);
            }
        }
        // end-snippet

        RunVirtually(Play());

        Console.ShouldRead("4", "5", "6");

        IEnumerator<Awaitable> ThrowDice()
        {
            yield return Sleep(1.0);
            yield return Return(++thrown);
        }
    }

    [Test]
    public void ToThread_OfAFunction_GivesItsResultBack()
    {
        Scheduler.Run(Main());

        Console.ShouldRead("500000500000");

        // snippet: course-threads
        IEnumerator<Awaitable> Main()
        {
            yield return ToThread(() => Sum(1_000_000)).Into(out var sum);    // computes on another thread
            Console.WriteLine(sum.Result);                                    // and here we are on the scheduler's again
        }
        // end-snippet

        static long Sum(int count) => Enumerable.Range(1, count).Sum(static i => (long)i);
    }

    [Test]
    public void Future_SetFromAnotherThread_IsSetByTheScheduler()
    {
        Scheduler.Run(Wait());

        Console.ShouldRead("42");

        // snippet: course-future
        IEnumerator<Awaitable> Wait()
        {
            Scheduler scheduler = Scheduler.Current;
            var answer = new Future<string>();
            StartThread(() => scheduler.CallSoonThreadsafe(() => answer.SetResult("42")));
            yield return answer;
            Console.WriteLine(answer.Result);
        }
        // end-snippet

        static void StartThread(ThreadStart work) => new Thread(work) { IsBackground = true }.Start();
    }
}
