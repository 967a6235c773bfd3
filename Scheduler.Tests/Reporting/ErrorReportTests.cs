using static Coroutines.Awaitable;

namespace Coroutines.Tests.Reporting;

/// <summary>The default report on standard error, and handlers of the user's.</summary>
public sealed class ErrorReportTests
{
    private TextWriter _originalError = null!;
    private StringWriter _error = null!;

    [SetUp]
    public void SetUp()
    {
        _originalError = Console.Error;
        _error = new StringWriter();
        Console.SetError(_error);
    }

    [TearDown]
    public void TearDown()
    {
        Console.SetError(_originalError);
        _error.Dispose();
    }

    private static SchedulerOptions Options(Action<ExceptionContext>? handler = null, bool debug = false) =>
        new() { TimeProvider = new VirtualClock(), ExceptionHandler = handler, Debug = debug };

    private static IEnumerator<Awaitable> Outer(Exception error)
    {
        yield return Await(Inner(error));
    }

    private static IEnumerator<Awaitable> Inner(Exception error)
    {
        yield return null;
        throw error;
    }

    [Test]
    public void DefaultReport_HasTheTask_TheCoroutines_AndTheStackTrace()
    {
        using (var scheduler = new Scheduler(Options()))
        {
            CoTask task = scheduler.CreateTask(Outer(new IOException("boom")), "job");
            task.AddDoneCallback(_ => scheduler.Stop());
            scheduler.RunForever();
            _error.ToString().ShouldBeEmpty();
        }

        string[] lines = _error.ToString().Split(Environment.NewLine);
        lines[0].ShouldBe("The exception of task 'job' was never looked at.");
        lines[1].ShouldBe("  task: task 'job' (Finished, exception=IOException('boom'))");
        lines[2].ShouldBe("  coroutines: Outer > Inner");
        lines[3].ShouldBe("  System.IO.IOException: boom");
        lines[4].ShouldContain(nameof(Inner));
    }

    [Test]
    public void DefaultReport_HasTheReplacedException()
    {
        static IEnumerator<Awaitable> Failing()
        {
            using var resource = new Cleanup(() => Rig.Throw("second"));
            yield return Await(Inner(new IOException("first")));
        }

        using (var scheduler = new Scheduler(Options()))
        {
            scheduler.CreateTask(Failing());
            scheduler.Tick(1);
            scheduler.Tick(1);
        }

        string report = _error.ToString();
        report.ShouldContain("IOException: second");
        report.IndexOf("IOException: first", StringComparison.Ordinal)
            .ShouldBeGreaterThan(report.IndexOf("while this was in flight:", StringComparison.Ordinal));
    }

    [Test]
    public void DefaultReport_InDebugMode_HasTheCreationStack()
    {
        using (var scheduler = new Scheduler(Options(debug: true)))
        {
            CreateHere(scheduler);
            scheduler.Tick(1);
            scheduler.Tick(1);
        }

        _error.ToString().ShouldContain("  created:");
        _error.ToString().ShouldContain(nameof(CreateHere));
    }

    [Test]
    public void DefaultReport_OfAnExceptionThatCannotBeShown_SaysSo_AndHurtsNobody()
    {
        int steps = 0;
        using (var scheduler = new Scheduler(Options()))
        {
            scheduler.CallSoon(() => throw new Unprintable());
            scheduler.CallSoon(() => steps++);
            scheduler.Tick(1);
        }

        steps.ShouldBe(1);
        _error.ToString().ShouldContain("A callback threw an exception.");
        _error.ToString().ShouldContain(nameof(Unprintable));
    }

    [Test]
    public void DefaultReport_WhenStandardErrorIsBroken_HurtsNobody()
    {
        int steps = 0;
        _error.Dispose();
        using (var scheduler = new Scheduler(Options()))
        {
            scheduler.CallSoon(() => Rig.Throw("boom"));
            scheduler.CallSoon(() => steps++);
            scheduler.Tick(1);
        }

        steps.ShouldBe(1);
    }

    [Test]
    public void Handler_ThatThrows_IsReportedOnStandardError_WithWhatItWasTold()
    {
        int steps = 0;
        using (var scheduler = new Scheduler(Options(_ => throw new ArgumentException("bad handler"))))
        {
            scheduler.CallSoon(() => Rig.Throw("boom"));
            scheduler.CallSoon(() => steps++);
            scheduler.Tick(1);
        }

        steps.ShouldBe(1);
        string report = _error.ToString();
        report.ShouldContain("A callback threw an exception.");
        report.ShouldContain("IOException: boom");
        report.ShouldContain("The exception handler itself threw an exception.");
        report.ShouldContain("ArgumentException: bad handler");
    }

    [Test]
    public void Handler_CanBeReplaced_AndTakenAway()
    {
        var told = new List<string>();
        using var scheduler = new Scheduler(Options(context => told.Add($"first {context.Exception!.Message}")));
        scheduler.CallSoon(() => Rig.Throw("a"));
        scheduler.Tick(0);
        scheduler.ExceptionHandler = context => told.Add($"second {context.Exception!.Message}, handle {context.Handle is not null}");
        scheduler.CallSoon(() => Rig.Throw("b"));
        scheduler.Tick(0);
        scheduler.ExceptionHandler = null;
        scheduler.CallSoon(() => Rig.Throw("c"));
        scheduler.Tick(0);

        told.ShouldBe(["first a", "second b, handle True"]);
        _error.ToString().ShouldContain("IOException: c");
    }

    private static void CreateHere(Scheduler scheduler) => scheduler.CreateTask(Outer(new IOException("boom")));

    private sealed class Unprintable : Exception
    {
        public override string Message => throw new NotSupportedException();

        public override string ToString() => throw new NotSupportedException();
    }
}
