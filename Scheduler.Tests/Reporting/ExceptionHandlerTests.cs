namespace Coroutines.Tests.Reporting;

public class ExceptionHandlerTests
{
    private readonly List<string> _log = [];
    private readonly Scheduler _scheduler = new(new SchedulerOptions { TimeProvider = new VirtualClock() });

    public ExceptionHandlerTests() =>
        _scheduler.ExceptionHandler = context => _log.Add($"handled {context.Exception!.Message}");

    [TearDown]
    public void DisposeScheduler() => _scheduler.Dispose();

    [Test]
    public void Callback_ThatThrows_IsReportedAndTheLaterOnesStillRun()
    {
        Handle? reported = null;
        string? message = null;
        _scheduler.ExceptionHandler = context => (reported, message) = (context.Handle, context.Message);
        Handle failing = _scheduler.CallSoon(() => throw new FormatException("a"));
        _scheduler.CallSoon(() => _log.Add("b"));

        RunOneIteration();

        _log.ShouldBe(["b"]);
        reported.ShouldBeSameAs(failing);
        message.ShouldBe("A callback threw an exception");
    }

    [Test]
    public void Callbacks_ThatThrowBetweenOthers_AreReportedInTheirPlaces()
    {
        for (int i = 0; i < 6; i++)
        {
            int number = i;
            _scheduler.CallSoon(() => _log.Add(number % 2 == 0 ? $"ran {number}" : throw new FormatException($"{number}")));
        }

        _scheduler.CallLater(0, () => throw new FormatException("timer"));
        RunOneIteration();

        _log.ShouldBe(["ran 0", "handled 1", "ran 2", "handled 3", "ran 4", "handled 5", "handled timer"]);
    }

    [Test]
    public void ExceptionHandler_ReplacedAtRunTime_TakesOverAtOnce()
    {
        _scheduler.CallSoon(() => throw new FormatException("1"));
        _scheduler.CallSoon(() => _scheduler.ExceptionHandler = context => _log.Add($"second got {context.Exception!.Message}"));
        _scheduler.CallSoon(() => throw new FormatException("2"));

        RunOneIteration();

        _log.ShouldBe(["handled 1", "second got 2"]);
    }

    [Test]
    public void ExceptionHandler_ThatReplacesItself_IsAskedOnce()
    {
        _scheduler.ExceptionHandler = _ =>
        {
            _log.Add("first");
            _scheduler.ExceptionHandler = _ => _log.Add("second");
        };
        _scheduler.CallSoon(() => throw new FormatException());
        _scheduler.CallSoon(() => throw new FormatException());

        RunOneIteration();

        _log.ShouldBe(["first", "second"]);
    }

    [Test]
    public void ExceptionHandler_ThatThrows_SendsBothErrorsToStandardErrorAndHurtsNobody()
    {
        _scheduler.ExceptionHandler = _ => throw new ArithmeticException("the handler's own");
        _scheduler.CallSoon(() => throw new FormatException("the callback's"));
        _scheduler.CallSoon(() => _log.Add("later"));

        string report = CaptureStandardError(RunOneIteration);

        _log.ShouldBe(["later"]);
        report.ShouldContain("the callback's");
        report.ShouldContain("the handler's own");
    }

    [Test]
    public void ExceptionHandler_OfNull_WritesAReportToStandardError()
    {
        _scheduler.ExceptionHandler = null;
        _scheduler.CallSoon(() => throw new FormatException("the callback's"));

        string report = CaptureStandardError(RunOneIteration);

        report.ShouldStartWith("A callback threw an exception.");
        report.ShouldContain("FormatException: the callback's");
    }

    [Test]
    public void ExceptionHandler_ThatCallsTheScheduler_IsServedInTheNextIteration()
    {
        _scheduler.ExceptionHandler = _ =>
        {
            _scheduler.CallSoon(() => _log.Add("from the handler"));
            _scheduler.CreateTask(LogOnce());
        };
        _scheduler.CallSoon(() => throw new FormatException());
        _scheduler.CallSoon(() => _log.Add("same iteration"));

        RunOneIteration();
        RunOneIteration();

        _log.ShouldBe(["same iteration", "from the handler", "task"]);

        IEnumerator<Awaitable> LogOnce()
        {
            _log.Add("task");
            yield break;
        }
    }

    [Test]
    public void ExceptionHandler_ThatRaisesKeyboardInterrupt_LeavesTheLoop()
    {
        _scheduler.ExceptionHandler = _ => throw new KeyboardInterruptException();
        _scheduler.CallSoon(() => throw new FormatException());
        _scheduler.CallSoon(() => _log.Add("next run"));

        Should.Throw<KeyboardInterruptException>(RunOneIteration);
        _log.ShouldBeEmpty();
        RunOneIteration();
        _log.ShouldBe(["next run"]);
    }

    [Test]
    public void ExceptionHandler_ThatSetsAnAsyncLocal_KeepsItFromTheOthers()
    {
        var local = new AsyncLocal<string>();
        _scheduler.ExceptionHandler = _ => local.Value = "leaked";
        _scheduler.CallSoon(() => throw new FormatException());
        _scheduler.CallSoon(() => _log.Add(local.Value ?? "clean"));
        _scheduler.CreateTask(LogLocal());

        RunOneIteration();
        RunOneIteration();

        _log.ShouldBe(["clean", "clean", "clean"]);

        IEnumerator<Awaitable> LogLocal()
        {
            _log.Add(local.Value ?? "clean");
            yield return null;
            _log.Add(local.Value ?? "clean");
        }
    }

    private void RunOneIteration()
    {
        _scheduler.Stop();
        _scheduler.RunForever();
    }

    private static string CaptureStandardError(Action action)
    {
        TextWriter original = Console.Error;
        using var captured = new StringWriter();
        Console.SetError(captured);
        try
        {
            action();
        }
        finally
        {
            Console.SetError(original);
        }

        return captured.ToString();
    }
}
