using static Coroutines.Awaitable;

namespace Coroutines.Tests.Conformance;

/// <summary>Scheduler.Run: its result, what it does with what main leaves behind, and Ctrl-C. Rules 38 and 39.</summary>
public sealed partial class RunTwins : Twins<RunTwins>
{
    // Runs main, and logs how it ended.
    private void Ends(IEnumerator<Awaitable> main) => Ends(() =>
    {
        Scheduler.Run(main, Options());
        return null;
    });

    private void Ends<T>(IEnumerator<Awaitable> main) => Ends(() => Scheduler.Run<T>(main, Options()));

    private IEnumerator<Awaitable> Linger(string name, double seconds = 100, double cleanup = 0)
    {
        IEnumerator<Awaitable> CleanUp()
        {
            if (cleanup > 0)
            {
                yield return Sleep(cleanup);
            }

            Log(name, "cleaned up");
        }

        Defer(CleanUp());
        yield return Sleep(seconds);
        Log(name, "ended by itself");
    }

    private void Chain(int depth)
    {
        Log("depth", depth);
        Loop.CallSoon(() => Chain(depth + 1));
    }

    [Twin]
    public void ReturnsWhatMainReturned()
    {
        IEnumerator<Awaitable> Main()
        {
            yield return Sleep(1);
            yield return Return(42);
        }

        Ends<int>(Main());
    }

    [Twin]
    public void RaisesWhatMainRaised()
    {
        IEnumerator<Awaitable> Main()
        {
            yield return Sleep(1);
            throw new ArgumentException("lost");
        }

        Ends(Main());
    }

    [Twin]
    public void RaisesWhenMainIsCancelled()
    {
        IEnumerator<Awaitable> Main()
        {
            CoTask main = Self;
            Loop.CallLater(1, () => main.Cancel("enough"));
            yield return Sleep(100);
        }

        Ends(Main());
    }

    [Twin]
    public void RaisesWhenMainRaisesACancelItself() => Ends(Fail(new CancelledException("own")));

    [Twin]
    public void RunsOneAfterTheOther()
    {
        IEnumerator<Awaitable> Main(string name)
        {
            Log(name);
            yield return Sleep(1);
            Log(name, "ends");
        }

        Ends(Main("first"));
        Ends(Main("second"));
    }

    [Twin]
    public void OneMoreIterationAfterMain()
    {
        IEnumerator<Awaitable> Late()
        {
            Log("late, first step");
            yield return Sleep(0);
            Log("never");
        }

        IEnumerator<Awaitable> Main()
        {
            CreateTask(Late());
            Log("main ends");
            yield break;
        }

        Ends(Main());
    }

    [Twin]
    public void TaskMadeBeforeTheEndDoesAStepAndIsCancelled()
    {
        IEnumerator<Awaitable> Late()
        {
            Log("late, first step");
            yield return Settle(Sleep(0), out Outcome outcome, includeCancellation: true);
            Log("late caught", outcome.Exception);
            outcome.ThrowIfFailed();
        }

        IEnumerator<Awaitable> Main()
        {
            yield return Sleep(1);
            CreateTask(Late());
            Log("main ends");
            yield return Return(1);
        }

        Ends<int>(Main());
    }

    [Twin]
    public void LeftoverTasksAreCancelledInTheOrderOfCreation()
    {
        IEnumerator<Awaitable> Main()
        {
            foreach (char name in "abc")
            {
                CreateTask(Linger($"{name}"));
            }

            yield return Sleep(1);
            Log("main ends");
        }

        Ends(Main());
    }

    [Twin]
    public void LeftoverTasksAreCancelledWhenMainFails()
    {
        IEnumerator<Awaitable> Main()
        {
            CreateTask(Linger("a"));
            CreateTask(Linger("b"));
            yield return Sleep(1);
            throw new ArgumentException("main fails");
        }

        Ends(Main());
    }

    [Twin]
    public void LeftoverCleanupTakesItsTime()
    {
        IEnumerator<Awaitable> Main()
        {
            CreateTask(Linger("a", cleanup: 3));
            CreateTask(Linger("b", cleanup: 1));
            yield return Sleep(1);
            Log("main ends");
        }

        Ends(Main());
    }

    [Twin]
    public void LeftoverThatSwallowsTheCancelIsWaitedFor()
    {
        IEnumerator<Awaitable> Stubborn()
        {
            yield return Try(Sleep(100)).Catch<CancelledException>(_ => Log("swallowed"));
            yield return Sleep(5);
            Log("stubborn ends");
        }

        IEnumerator<Awaitable> Main()
        {
            CreateTask(Stubborn());
            yield return Sleep(1);
            Log("main ends");
        }

        Ends(Main());
    }

    [Twin]
    public void LeftoverThatFailsIsReported()
    {
        IEnumerator<Awaitable> Faulty(string name)
        {
            Defer(Fail(new ArgumentException(name)));
            yield return Sleep(100);
        }

        IEnumerator<Awaitable> Main()
        {
            CreateTask(Faulty("a"));
            CreateTask(Linger("b"));
            CreateTask(Faulty("c"));
            yield return Sleep(1);
            Log("main ends");
        }

        Ends(Main());
    }

    [Twin]
    public void LeftoverTasksThatAwaitEachOther()
    {
        IEnumerator<Awaitable> Waiter(string name, CoTask task)
        {
            try
            {
                yield return task;
            }
            finally
            {
                Log(name, "cleaned up, cancelling", Self.Cancelling);
            }
        }

        IEnumerator<Awaitable> Main()
        {
            CoTask inner = CreateTask(Linger("inner"));
            CreateTask(Waiter("outer", inner));
            yield return Sleep(1);
        }

        Ends(Main());
    }

    [Twin]
    public void LeftoverThatWaitsOnMainItself()
    {
        IEnumerator<Awaitable> Waiter(CoTask main)
        {
            try
            {
                yield return main;
                Log("main returned", main.Result);
            }
            finally
            {
                Log("waiter ends");
            }
        }

        IEnumerator<Awaitable> Main()
        {
            CreateTask(Waiter(Self));
            yield return Sleep(1);
            yield return Return("result");
        }

        Ends<string>(Main());
    }

    [Twin]
    public void LeftoverThatIsDoneWithAnUnseenException()
    {
        IEnumerator<Awaitable> Main()
        {
            CreateTask(Fail(new ArgumentException("unseen")));
            yield return Sleep(1);
            Log("main ends");
        }

        Ends(Main());
    }

    [Twin]
    public void LeftoverWithAnUnseenExceptionWhenMainFails()
    {
        IEnumerator<Awaitable> Main()
        {
            CreateTask(Fail(new ArgumentException("unseen")));
            yield return Sleep(1);
            throw new ArgumentException("main fails");
        }

        Ends(Main());
    }

    [Twin]
    public void TaskMadeDuringTheShutdownRuns()
    {
        IEnumerator<Awaitable> Quick()
        {
            Log("quick");
            yield break;
        }

        IEnumerator<Awaitable> CleanUp()
        {
            yield return CreateTask(Quick());
            Log("leaver ends");
        }

        IEnumerator<Awaitable> Main()
        {
            CreateTask(Leaver(CleanUp));
            yield return Sleep(1);
            Log("main ends");
        }

        Ends(Main());
    }

    private static IEnumerator<Awaitable> Leaver(Func<IEnumerator<Awaitable>> cleanUp)
    {
        yield return Try(Sleep(100)).Finally(cleanUp);
    }

    [Twin]
    public void TaskMadeDuringTheShutdownAndForgottenRuns()
    {
        IEnumerator<Awaitable> Quick()
        {
            Log("quick");
            yield break;
        }

        IEnumerator<Awaitable> CleanUp()
        {
            CreateTask(Quick());
            Log("leaver ends");
            yield break;
        }

        IEnumerator<Awaitable> Main()
        {
            CreateTask(Leaver(CleanUp));
            yield return Sleep(1);
            Log("main ends");
        }

        Ends(Main());
    }
}
