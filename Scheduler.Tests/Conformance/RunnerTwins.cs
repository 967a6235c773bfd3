using static Coroutines.Awaitable;

namespace Coroutines.Tests.Conformance;

/// <summary>Runner: several runs on one scheduler, and its end. Rules 38 and 39.</summary>
public sealed partial class RunnerTwins : Twins<RunnerTwins>
{
    private Runner NewRunner() => new(Options());

    private IEnumerator<Awaitable> Answer(string name, double seconds = 1)
    {
        Log(name, "begins");
        yield return Sleep(seconds);
        Log(name, "ends");
        yield return Return(name);
    }

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

    // Leaves something behind, and sleeps for a second.
    private static IEnumerator<Awaitable> Leaving(Action leave)
    {
        leave();
        yield return Sleep(1);
    }

    private void Ends(Runner runner, IEnumerator<Awaitable> main) => Ends(() =>
    {
        runner.Run(main);
        return null;
    });

    private void EndsWithAnswer(Runner runner, IEnumerator<Awaitable> main) => Ends(() => runner.Run<string>(main));

    [Twin]
    public void SeveralRuns()
    {
        using (Runner runner = NewRunner())
        {
            foreach (char name in "abc")
            {
                Log("returned", runner.Run<string>(Answer($"{name}")));
            }
        }

        Log("closed");
    }

    [Twin]
    public void NoRunAtAll()
    {
        using (NewRunner())
        {
            Log("nothing");
        }

        Log("closed");
    }

    [Twin]
    public void RunThatFailsAndAnother()
    {
        using Runner runner = NewRunner();
        Ends(runner, Fail(new ArgumentException("lost")));
        EndsWithAnswer(runner, Answer("next"));
    }

    [Twin]
    public void RunThatIsCancelledAndAnother()
    {
        using Runner runner = NewRunner();
        Ends(runner, Leaving(() => Self.Cancel("enough")));
        EndsWithAnswer(runner, Answer("next"));
    }

    [Twin]
    public void MainThatDoesNotSuspend()
    {
        IEnumerator<Awaitable> Main()
        {
            yield return Return("at once");
        }

        using Runner runner = NewRunner();
        EndsWithAnswer(runner, Main());
        EndsWithAnswer(runner, Main());
    }

    [Twin]
    public void TimeStandsStillBetweenTheRuns()
    {
        using Runner runner = NewRunner();
        runner.Run(SleepFor(1.5));
        runner.Run(SleepFor(0));
        Log("time", runner.Scheduler.Time);
    }

    [Twin]
    public void TasksAreLeftBetweenTheRuns()
    {
        using Runner runner = NewRunner();
        runner.Run(Leaving(() => CreateTask(Linger("left", 2))));
        Log("between");
        runner.Run(Answer("next", 5));
    }

    [Twin]
    public void TimersAreLeftBetweenTheRuns()
    {
        IEnumerator<Awaitable> LeavingCallbacks()
        {
            Scheduler loop = Loop;
            loop.CallLater(2, () => Log("timer"));
            loop.CallSoon(() => loop.CallSoon(() => Log("callback")));
            yield break;
        }

        using Runner runner = NewRunner();
        runner.Run(LeavingCallbacks());
        Log("between");
        runner.Run(Answer("next", 5));
    }

    [Twin]
    public void TasksLeftAreCancelledAtTheEnd()
    {
        using (Runner runner = NewRunner())
        {
            runner.Run(Leaving(() => CreateTask(Linger("a", cleanup: 1))));
            runner.Run(Leaving(() => CreateTask(Linger("b", cleanup: 1))));
            Log("closing");
        }

        Log("closed");
    }

    [Twin]
    public void TasksLeftAreCancelledWhenARunFailed()
    {
        IEnumerator<Awaitable> Failing()
        {
            CreateTask(Linger("left"));
            yield return Sleep(1);
            throw new ArgumentException("lost");
        }

        Ends(() =>
        {
            using Runner runner = NewRunner();
            runner.Run(Failing());
            return null;
        });
    }

    [Twin]
    public void TaskLeftThatFailsAtTheEnd()
    {
        IEnumerator<Awaitable> Faulty()
        {
            try
            {
                yield return Sleep(100);
            }
            finally
            {
                Raise(new ArgumentException("in the clean-up"));
            }
        }

        using (Runner runner = NewRunner())
        {
            runner.Run(Leaving(() => CreateTask(Faulty())));
            Log("closing");
        }

        Log("closed");
    }

    [Twin]
    public void TaskThatFailedUnseenBetweenTheRuns()
    {
        using (Runner runner = NewRunner())
        {
            runner.Run(Leaving(() => CreateTask(Fail(new ArgumentException("unseen")))));
            Log("between");
            runner.Run(Noop());
            Log("closing");
        }

        Log("closed");
    }

    [Twin]
    public void TaskOfOneRunAwaitedInAnother()
    {
        CoTask<string> task = null!;

        IEnumerator<Awaitable> Awaiting()
        {
            yield return task;
            yield return Return(task.Result);
        }

        using Runner runner = NewRunner();
        runner.Run(Leaving(() => task = CreateTask<string>(Answer("child", 3))));
        EndsWithAnswer(runner, Awaiting());
    }

    [Twin]
    public void ClosedTwice()
    {
        Runner runner = NewRunner();
        runner.Run(Answer("main"));
        runner.Dispose();
        runner.Dispose();
        Log("closed");
    }

    [Twin]
    public void RunAfterTheEnd()
    {
        Runner runner = NewRunner();
        runner.Run(Noop());
        runner.Dispose();
        Log("raised", Kind(Caught(() => runner.Run(Noop()))));
    }

    private IEnumerator<Awaitable> Never()
    {
        Log("never");
        yield break;
    }

    [Twin]
    public void RunInsideARun()
    {
        using Runner runner = NewRunner();

        IEnumerator<Awaitable> Main(Runner again)
        {
            Log("raised", Kind(Caught(() => again.Run(Never()))));
            yield break;
        }

        runner.Run(Main(runner));
        EndsWithAnswer(runner, Answer("next"));
    }

    [Twin]
    public void AnotherRunnerInsideARun()
    {
        IEnumerator<Awaitable> Main()
        {
            using Runner other = NewRunner();
            Log("raised", Kind(Caught(() => other.Run(Never()))));
            yield return Sleep(1);
        }

        using Runner runner = NewRunner();
        Ends(runner, Main());
    }

    [Twin]
    public void LoopBeforeTheFirstRun()
    {
        using Runner runner = NewRunner();
        runner.Scheduler.CallSoon(() => Log("callback"));
        runner.Run(Answer("main"));
    }

    [Twin]
    public void StoppedInTheMiddle()
    {
        IEnumerator<Awaitable> Main()
        {
            Scheduler loop = Loop;
            loop.CallLater(1, () => loop.Stop());
            yield return Await(Linger("main", 2));
        }

        using Runner runner = NewRunner();
        Log("raised", Kind(Caught(() => runner.Run(Main()))));
        runner.Run(Answer("next", 5));
    }

    [Twin]
    public void FactoryThatMakesAllEager()
    {
        IEnumerator<Awaitable> Main()
        {
            Log("main");
            CoTask<string> task = CreateTask<string>(Answer("child", 0));
            Log("created");
            yield return task;
            yield return Return(task.Result);
        }

        using Runner runner = NewRunner();
        runner.Scheduler.TaskFactory = TaskStart.Eagerly;
        EndsWithAnswer(runner, Main());
    }
}
