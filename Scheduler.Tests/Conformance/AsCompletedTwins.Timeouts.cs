using static Coroutines.Awaitable;

namespace Coroutines.Tests.Conformance;

/// <summary><c>as_completed</c> whose time is up.</summary>
public sealed partial class AsCompletedTwins
{
    [Twin]
    public IEnumerator<Awaitable> TimeoutOfResults()
    {
        yield return Await(Results(AsCompleted(Tasks(Sleeps("a", 3), Sleeps("b", 1), Sleeps("c", 4)), timeout: 2)));
        yield return Sleep(5);
    }

    [Twin]
    public IEnumerator<Awaitable> TimeoutOfTasks()
    {
        IEnumerator<Awaitable> Consume()
        {
            foreach (Awaitable<CoTask<string>> next in AsCompleted(Tasks(Sleeps("a", 3), Sleeps("b", 1)), timeout: 2).Tasks)
            {
                yield return next;
                Log(next.Result.Result);
            }
        }

        yield return Try(Consume()).Catch<TimeoutException>(_ => Log("timeout"));
    }

    [Twin]
    public IEnumerator<Awaitable> TimeoutOfZero()
    {
        yield return Await(Results(AsCompleted(Tasks(Value("a"), Value("b", 1)), timeout: 0)));
    }

    [Twin]
    public IEnumerator<Awaitable> TimeoutTogetherWithACompletion()
    {
        yield return Await(Results(AsCompleted(Tasks(Sleeps("a", 1), Sleeps("b", 2)), timeout: 1)));
    }

    [Twin]
    public IEnumerator<Awaitable> TimeoutInTimeLeavesNoTimer()
    {
        yield return Await(Results(AsCompleted(Tasks(Value("a"), Value("b", 2)), timeout: 100)));
        yield return Sleep(1);
        Log("after");
    }

    [Twin]
    public IEnumerator<Awaitable> TimeoutAfterTheCompletionButBeforeTheWait()
    {
        Completions<CoTask<string>, string> completions = AsCompleted(Tasks(Sleeps("a", 1), Sleeps("b", 5)), timeout: 2);
        yield return Sleep(3);
        yield return Await(Results(completions));
    }

    [Twin]
    public IEnumerator<Awaitable> TimeoutAtEachIteration()
    {
        for (int iterations = 0; iterations < 6; iterations++)
        {
            Log("-", iterations);
            CoTask<string>[] tasks = Tasks(Value("a", iterations), Sleeps("b", 1));
            yield return Await(Results(AsCompleted(tasks, timeout: 0)));
            yield return Sleep(2);
            tasks.ShouldAllBe(task => task.WaiterCount == 0);
        }
    }
}
