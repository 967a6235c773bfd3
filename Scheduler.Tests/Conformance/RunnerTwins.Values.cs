using static Coroutines.Awaitable;

namespace Coroutines.Tests.Conformance;

/// <summary>The values and the interrupts of several runs.</summary>
public sealed partial class RunnerTwins
{
    // A variable for each case: what a case sets stays set on the thread that runs the tests.
    private AsyncLocal<string?> _value = new();

    private string Value
    {
        get => _value.Value ?? "default";
        set => _value.Value = value;
    }

    [SetUp]
    public void Forget() => _value = new AsyncLocal<string?>();

    private IEnumerator<Awaitable> Show(string name)
    {
        Log(name, "sees", Value);
        Value = name;
        yield break;
    }

    [Twin]
    public void ValuesAreKeptBetweenTheRuns()
    {
        using Runner runner = NewRunner();
        foreach (char name in "abc")
        {
            runner.Run(Show($"{name}"));
        }

        Log("outside", Value);
    }

    [Twin]
    public void ValuesSetBeforeTheEndOfAFailingMain()
    {
        IEnumerator<Awaitable> Failing()
        {
            Value = "failing main's";
            yield return Await(Fail(new ArgumentException("lost")));
        }

        using Runner runner = NewRunner();
        Ends(runner, Failing());
        runner.Run(Show("next"));
    }

    [Twin]
    public void ValuesSetBeforeAndBetween()
    {
        Value = "before";
        using Runner runner = NewRunner();
        Value = "between the making and the run";
        runner.Run(Show("a"));
        Value = "between the runs";
        runner.Run(Show("b"));
        Log("outside", Value);
    }

    [Twin]
    public void ValuesOfAContextThatIsGiven()
    {
        Value = "given";
        ExecutionContext context = ExecutionContext.Capture()!;
        Value = "outside";
        using Runner runner = NewRunner();
        runner.Run(Show("a"));
        runner.Run(Show("in the given one"), context);
        runner.Run(Show("b"));
    }

    [Twin]
    public void ValuesSetAfterASuspension()
    {
        IEnumerator<Awaitable> Main()
        {
            Value = "first";
            yield return Sleep(1);
            Value = "second";
            yield return Sleep(1);
        }

        using Runner runner = NewRunner();
        runner.Run(Main());
        runner.Run(Show("next"));
    }

    [Twin]
    public void ValuesOfTasksStayWithThem()
    {
        IEnumerator<Awaitable> Main()
        {
            yield return CreateTask(Show("task"));
            yield return Sleep(1);
        }

        using Runner runner = NewRunner();
        runner.Run(Main());
        runner.Run(Show("next"));
    }

    [Twin]
    public void ValuesSetByAMainThatIsInterrupted()
    {
        IEnumerator<Awaitable> Interrupted()
        {
            Value = "interrupted main's";
            yield return Await(Fail(new KeyboardInterruptException("by main")));
        }

        using Runner runner = NewRunner();
        Ends(runner, Interrupted());
        runner.Run(Show("next"));
    }

    // Ctrl-C.

    // Runs, and tells an interrupt from the outside, whose wording is its own affair.
    private void Interrupted(Func<object?> run)
    {
        object? result = null;
        Exception? error = Caught(() => result = run());
        if (error is KeyboardInterruptException)
        {
            Log("raised KeyboardInterrupt");
        }
        else
        {
            Log(error is null ? "returned" : "raised", error ?? result);
        }
    }

    private void Interrupted(Runner runner, IEnumerator<Awaitable> main) => Interrupted(() =>
    {
        runner.Run(main);
        return null;
    });

    private static IEnumerator<Awaitable> InterruptedAfter(double seconds, IEnumerator<Awaitable> coroutine)
    {
        InterruptAfter(seconds);
        yield return Await(coroutine);
        yield return Return("survived");
    }

    private IEnumerator<Awaitable> Swallow()
    {
        yield return Try(Sleep(100)).Catch<CancelledException>(_ => Log("swallowed"));
    }

    [Twin]
    public void CtrlCInEachRun()
    {
        using Runner runner = NewRunner();
        foreach (char name in "ab")
        {
            Interrupted(runner, InterruptedAfter(1, Linger($"{name}")));
        }

        Interrupted(() => runner.Run<string>(Answer("next")));
    }

    [Twin]
    public void CtrlCSwallowedInEachRun()
    {
        using Runner runner = NewRunner();
        for (int i = 0; i < 3; i++)
        {
            Interrupted(() => runner.Run<string>(InterruptedAfter(1, Swallow())));
        }
    }

    [Twin]
    public void CtrlCInOneRunAndACancelInTheNext()
    {
        IEnumerator<Awaitable> Cancelled()
        {
            CoTask self = Self;
            Loop.CallLater(1, () => self.Cancel("enough"));
            yield return Sleep(100);
        }

        using Runner runner = NewRunner();
        Interrupted(() => runner.Run<string>(InterruptedAfter(1, Swallow())));
        Interrupted(runner, Cancelled());
    }

    [Twin]
    public void CtrlCLeavesTheTasksOfOtherRunsAlone()
    {
        using Runner runner = NewRunner();
        runner.Run(Leaving(() => CreateTask(Linger("left"))));
        Interrupted(runner, InterruptedAfter(1, Linger("main")));
        Interrupted(() => runner.Run<string>(Answer("next")));
        Log("closing");
    }

    [Twin]
    public void CtrlCTwiceInOneRunAndAnotherRun()
    {
        IEnumerator<Awaitable> Stubborn()
        {
            yield return Await(Swallow());
            Scheduler loop = Loop;
            CoTask self = Self;
            loop.CallSoonThreadsafe(() => MainRun.Interrupt(self));
            yield return Await(Linger("stubborn", 5));
        }

        using Runner runner = NewRunner();
        Interrupted(runner, InterruptedAfter(1, Stubborn()));
        Interrupted(() => runner.Run<string>(Answer("next", 10)));
    }

    [Twin]
    public void InterruptRaisedByATaskOfMain()
    {
        IEnumerator<Awaitable> Other()
        {
            yield return Sleep(1);
            throw new KeyboardInterruptException("by another");
        }

        IEnumerator<Awaitable> Main()
        {
            CreateTask(Other());
            yield return Await(Linger("main", 3));
        }

        using Runner runner = NewRunner();
        Ends(runner, Main());
        Interrupted(() => runner.Run<string>(Answer("next", 10)));
    }
}
