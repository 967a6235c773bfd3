using static Coroutines.Awaitable;

namespace Coroutines.Tests.Conformance;

/// <summary><c>as_completed</c>: both ways of consuming it.</summary>
public sealed partial class AsCompletedTwins : Twins<AsCompletedTwins>
{
    private static IEnumerator<Awaitable> Value(string name, int iterations = 0)
    {
        yield return Await(Pause(iterations));
        yield return Return(name);
    }

    private static IEnumerator<Awaitable> Sleeps(string name, double seconds)
    {
        yield return Sleep(seconds);
        yield return Return(name);
    }

    private static IEnumerator<Awaitable> Fails(string name, int iterations = 0)
    {
        yield return Await(Pause(iterations));
        throw new IOException(name);
    }

    private static CoTask<string>[] Tasks(params IEnumerator<Awaitable>[] coroutines) =>
        [.. coroutines.Select(coroutine => CreateTask<string>(coroutine))];

    private IEnumerator<Awaitable> Results<TFuture, T>(Completions<TFuture, T> completions)
        where TFuture : Future
    {
        foreach (Awaitable<T> next in completions)
        {
            yield return Settle(next, out Outcome<T> outcome, includeCancellation: true);
            if (outcome.IsSuccess)
            {
                Log("result", outcome.Result);
            }
            else
            {
                Log("caught", outcome.Exception is TimeoutException ? Kind(outcome.Exception) : outcome.Exception);
            }
        }
    }

    private IEnumerator<Awaitable> Consumer(string name, Awaitable<string> next)
    {
        yield return next;
        Log(name, next.Result);
    }

    [Twin]
    public IEnumerator<Awaitable> TwoNoops()
    {
        Log("before");
        foreach (Awaitable<object?> next in AsCompleted([CreateTask(Noop()), CreateTask(Noop())]))
        {
            yield return next;
            Log("one");
        }
    }

    [Twin]
    public IEnumerator<Awaitable> Nothing()
    {
        yield return Await(Results(AsCompleted(Array.Empty<CoTask>())));
        foreach (Awaitable<CoTask> _ in AsCompleted(Array.Empty<CoTask>()).Tasks)
        {
            Log("never");
        }

        Log("after");
    }

    [Twin]
    public IEnumerator<Awaitable> ResultsInTheOrderOfCompletion()
    {
        yield return Await(Results(AsCompleted(Tasks(Sleeps("a", 3), Sleeps("b", 1), Sleeps("c", 2)))));
    }

    [Twin]
    public IEnumerator<Awaitable> TasksInTheOrderOfCompletion()
    {
        CoTask<string>[] given = Tasks(Sleeps("a", 3), Sleeps("b", 1), Sleeps("c", 2));
        foreach (Awaitable<CoTask<string>> next in AsCompleted(given).Tasks)
        {
            yield return next;
            Log(Array.IndexOf(given, next.Result), next.Result.Result);
        }
    }

    [Twin]
    public IEnumerator<Awaitable> FailureAmongResults()
    {
        yield return Await(Results(AsCompleted(Tasks(Fails("a", 2), Value("b"), Value("c", 4)))));
    }

    [Twin]
    public IEnumerator<Awaitable> FailureAmongTasks()
    {
        CoTask<string>[] given = Tasks(Fails("a", 2), Value("b"));
        foreach (Awaitable<CoTask<string>> next in AsCompleted(given).Tasks)
        {
            yield return next.Into(out var done);
            Log(Array.IndexOf(given, done.Result), done.Result.Exception is { } error ? error : done.Result.Result);
        }
    }

    [Twin]
    public IEnumerator<Awaitable> CancelledChild()
    {
        CoTask<string>[] given = Tasks(Sleeps("a", 5), Sleeps("b", 2));
        Loop.CallLater(1, () => given[0].Cancel("stop"));
        yield return Await(Results(AsCompleted(given)));
    }

    [Twin]
    public IEnumerator<Awaitable> SlowConsumer()
    {
        foreach (Awaitable<string> next in AsCompleted(Tasks(Sleeps("a", 1), Sleeps("b", 2), Sleeps("c", 3))))
        {
            yield return Sleep(1.5);
            yield return next;
            Log("result", next.Result);
        }
    }

    [Twin]
    public IEnumerator<Awaitable> SlowConsumerOfTasks()
    {
        foreach (Awaitable<CoTask<string>> next in AsCompleted(Tasks(Sleeps("a", 1), Sleeps("b", 2), Sleeps("c", 3))).Tasks)
        {
            yield return next;
            Log("result", next.Result.Result);
            yield return Sleep(1.5);
        }
    }

    [Twin]
    public IEnumerator<Awaitable> SameTaskTwice()
    {
        CoTask<string> task = CreateTask<string>(Value("a", 1));
        yield return Await(Results(AsCompleted([task, task])));
    }

    [Twin]
    public IEnumerator<Awaitable> ConsumedBySeveralTasks()
    {
        Completions<CoTask<string>, string> completions = AsCompleted(Tasks(Sleeps("a", 2), Sleeps("b", 1), Sleeps("c", 1)));
        yield return Gather(completions.Zip(["x", "y", "z"], (next, name) => Consumer(name, next)));
    }

    [Twin]
    public IEnumerator<Awaitable> ConsumerIsCancelled()
    {
        Awaitable<string>[] completions = [.. AsCompleted(Tasks(Sleeps("a", 1), Sleeps("b", 2)))];
        CoTask x = CreateTask(Consumer("x", completions[0]));
        CoTask y = CreateTask(Consumer("y", completions[1]));
        yield return Await(Pause());
        x.Cancel();
        yield return Sleep(3);
        Log("y done", y.IsDone);
    }

    [Twin]
    public IEnumerator<Awaitable> ConsumerIsCancelledAtEachIteration()
    {
        IEnumerator<Awaitable> CancelledConsumer(string name, Awaitable<string> next)
        {
            yield return Settle(next, out Outcome<string> outcome, includeCancellation: true);
            Log(name, outcome.IsCancelled ? "cancelled" : outcome.Result);
        }

        for (int iterations = 0; iterations < 8; iterations++)
        {
            Awaitable<string>[] completions = [.. AsCompleted(Tasks(Value("a", 2), Sleeps("b", 1)))];
            CoTask x = CreateTask(CancelledConsumer("x", completions[0]));
            CoTask y = CreateTask(CancelledConsumer("y", completions[1]));
            yield return Await(Pause(iterations));
            Log("-", iterations, "cancel", x.Cancel());
            yield return Sleep(2);
            Log("y done", y.IsDone);
            y.Cancel();
            yield return Sleep(1);
        }
    }

    [Twin]
    public IEnumerator<Awaitable> WokenOneIsOvertaken()
    {
        Future<string>[] pending = [new(), new()];
        Awaitable<string>[] completions = [.. AsCompleted(pending)];
        CoTask x = CreateTask(Consumer("x", completions[0]));
        yield return Await(Pause());
        pending[0].SetResult("first");
        Loop.CallSoon(() => CreateTask(Consumer("y", completions[1])));
        yield return Await(Pause(4));
        pending[1].SetResult("second");
        yield return Await(Pause(4));
        Log("x done", x.IsDone);
    }

    [Twin]
    public IEnumerator<Awaitable> BothWaysShareWhatIsLeft()
    {
        Completions<CoTask<string>, string> completions = AsCompleted(Tasks(Value("a"), Value("b", 1), Value("c", 2)));
        Awaitable<string> first = completions.First();
        yield return first;
        Log("result", first.Result);
        foreach (Awaitable<CoTask<string>> next in completions.Tasks)
        {
            yield return next;
            Log("task", next.Result.Result);
        }

        yield return Await(Results(completions));
        Log("after");
    }

    [Twin]
    public IEnumerator<Awaitable> FuturesSetByCallbacks()
    {
        var a = new Future<string>();
        var b = new Future<string>();
        Loop.CallLater(1, () => b.SetResult("b"));
        Loop.CallLater(1, () => a.SetResult("a"));
        yield return Await(Results(AsCompleted([a, b])));
    }
}
