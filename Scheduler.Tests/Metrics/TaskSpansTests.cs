using System.Diagnostics;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Metrics;

/// <summary>The spans of tasks, read as OpenTelemetry reads them.</summary>
[NonParallelizable]
internal sealed class TaskSpansTests
{
    private static SchedulerOptions Options => new() { Name = "spans", TimeProvider = new VirtualClock(), TracesTasks = true, ExceptionHandler = static _ => { } };

    [Test]
    public void EachTask_IsASpan_BelowTheOneThatHasMadeIt()
    {
        using var spans = new Spans();
        Scheduler.Run(Main(), Options);
        spans.Lines.ShouldBe(
        [
            "Leaf below inner",
            "inner below Main",
            "Other below Main",
            "Main below nothing",
        ]);

        static IEnumerator<Awaitable> Main()
        {
            CoTask inner = CreateTask(Inner(), "inner");
            CoTask other = CreateTask(Other());
            yield return Gather(inner, other);
        }

        static IEnumerator<Awaitable> Inner()
        {
            yield return Sleep(1);
            yield return CreateTask(Leaf());
        }

        static IEnumerator<Awaitable> Leaf()
        {
            yield break;
        }

        static IEnumerator<Awaitable> Other()
        {
            yield return Sleep(2);
        }
    }

    [Test]
    public void Span_IsCurrentInItsTask_AlsoAfterAWait_AndNowhereElse()
    {
        using var spans = new Spans();
        List<string?> current = [];
        Scheduler.Run(Main(), Options);
        current.ShouldBe(["Main", "child", "Main", "child", "Main"]);
        Activity.Current.ShouldBeNull();

        IEnumerator<Awaitable> Main()
        {
            Note();
            CoTask child = CreateTask(Child(), "child");
            yield return null;
            Note();
            yield return child;
            Note();
        }

        IEnumerator<Awaitable> Child()
        {
            Note();
            yield return Sleep(1);
            Note();
        }

        void Note() => current.Add(Activity.Current?.DisplayName);
    }

    [Test]
    public void SpanOfTheProgram_StandsBelowThatOfItsTask()
    {
        using var source = new ActivitySource("program");
        using var spans = new Spans("program");
        Scheduler.Run(Main(), Options);
        spans.Lines.ShouldBe(["query below Main", "Main below nothing"]);

        IEnumerator<Awaitable> Main()
        {
            using Activity? query = source.StartActivity("query");
            yield return Sleep(1);
        }
    }

    [TestCase(true)]
    [TestCase(false)]
    public void Tasks_EagerOrInAGroup_AreSpansToo(bool eager)
    {
        using var spans = new Spans();
        using var scheduler = new Scheduler(Options);
        var group = new CoGroup(scheduler);
        scheduler.CreateTask(Waiting(), "one", eager: eager);
        group.CreateTask(Waiting(), "two", eager: eager);
        scheduler.CreateTask<int>(Returning(), "three", eager: eager);
        scheduler.Tick(1);
        scheduler.Tick(1);
        spans.Lines.Order().ShouldBe(["one below nothing", "three below nothing", "two below nothing"]);

        static IEnumerator<Awaitable> Waiting()
        {
            yield return Sleep(0.5);
        }

        static IEnumerator<Awaitable> Returning()
        {
            yield return Sleep(0.5);
            yield return Return(3);
        }
    }

    [Test]
    public void End_IsTold_ByStatusAndTags()
    {
        using var spans = new Spans();
        Scheduler.Run(Main(), Options);
        spans.Of("bad").Status.ShouldBe(ActivityStatusCode.Error);
        spans.Of("bad").StatusDescription.ShouldBe("FormatException: no number");
        spans.Of("bad").Events.Single().Name.ShouldBe("exception");
        spans.Of("gone").Status.ShouldBe(ActivityStatusCode.Unset);
        spans.Of("gone").GetTagItem("coroutines.cancelled").ShouldBe(true);
        spans.Of("good").GetTagItem("coroutines.cancelled").ShouldBeNull();
        spans.Of("good").GetTagItem("coroutines.coroutine").ShouldBe("Good");
        spans.Of("good").GetTagItem("coroutines.task").ShouldBe("good");
        spans.Of("good").GetTagItem("coroutines.scheduler").ShouldBe("spans");

        static IEnumerator<Awaitable> Main()
        {
            CoTask bad = CreateTask(Bad(), "bad");
            CoTask gone = CreateTask(Good(), "gone");
            CoTask good = CreateTask(Good(), "good");
            yield return Sleep(0.5);
            gone.Cancel();
            yield return GatherOutcomes(bad, gone, good);
        }

        static IEnumerator<Awaitable> Bad()
        {
            yield return null;
            throw new FormatException("no number");
        }

        static IEnumerator<Awaitable> Good()
        {
            yield return Sleep(1);
        }
    }

    [Test]
    public void FailureOfATask_IsReportedAsUnseen_AlsoWithASpan()
    {
        using var spans = new Spans();
        List<string> reports = [];
        using var scheduler = new Scheduler(new SchedulerOptions { TracesTasks = true, ExceptionHandler = report => reports.Add(report.Exception!.Message) });
        scheduler.CreateTask(Failing());
        scheduler.Tick(1);
        scheduler.Tick(1);
        reports.ShouldBe(["nobody looks"]);

        static IEnumerator<Awaitable> Failing()
        {
            yield return null;
            throw new FormatException("nobody looks");
        }
    }

    [TestCase("sampler")]
    [TestCase("start")]
    [TestCase("stop")]
    public void ListenerThatThrows_IsReported_AndTheTasksGoOn(string where)
    {
        List<string> reports = [];
        using var spans = new Spans { Failing = where };
        Scheduler.Run(Main(), new SchedulerOptions { TimeProvider = new VirtualClock(), TracesTasks = true, ExceptionHandler = report => reports.Add(report.Message) });
        reports.ShouldAllBe(report => report.StartsWith("a listener of the ActivitySource 'Coroutines' has failed"));
        reports.Count.ShouldBe(2);
        Activity.Current.ShouldBeNull();

        static IEnumerator<Awaitable> Main()
        {
            yield return CreateTask(Child());
        }

        static IEnumerator<Awaitable> Child()
        {
            yield return Sleep(1);
        }
    }

    [Test]
    public void ContextThatIsGiven_IsKept_BesideTheSpan()
    {
        using var spans = new Spans();
        var local = new AsyncLocal<string>();
        string? seen = null;
        local.Value = "given";
        ExecutionContext given = ExecutionContext.Capture()!;
        local.Value = "other";
        using var scheduler = new Scheduler(Options);
        scheduler.RunUntilComplete(scheduler.CreateTask(Main(), "main", given));
        seen.ShouldBe("given");
        spans.Lines.ShouldBe(["main below nothing"]);

        IEnumerator<Awaitable> Main()
        {
            yield return null;
            seen = local.Value;
        }
    }

    [TestCase(true)]
    [TestCase(false)]
    public void WithoutOption_OrListener_ThereIsNoSpan(bool isListenedTo)
    {
        using Spans? spans = isListenedTo ? new Spans() : null;
        bool any = false;
        Scheduler.Run(Main(), new SchedulerOptions { TracesTasks = !isListenedTo });
        any.ShouldBeFalse();
        (spans?.Lines ?? []).ShouldBeEmpty();

        IEnumerator<Awaitable> Main()
        {
            yield return null;
            any = Activity.Current is not null;
        }
    }

    /// <summary>Listens to the source, and to one more.</summary>
    private sealed class Spans : IDisposable
    {
        private readonly List<Activity> _stopped = [];
        private readonly ActivityListener _listener;

        internal Spans(string? other = null)
        {
            _listener = new ActivityListener
            {
                ShouldListenTo = source => source.Name == "Coroutines" || source.Name == other,
                Sample = (ref ActivityCreationOptions<ActivityContext> _) =>
                {
                    FailIn("sampler");
                    return ActivitySamplingResult.AllDataAndRecorded;
                },
                ActivityStarted = _ => FailIn("start"),
                ActivityStopped = span =>
                {
                    _stopped.Add(span);
                    FailIn("stop");
                },
            };
            ActivitySource.AddActivityListener(_listener);
        }

        internal string? Failing { get; init; }

        internal string[] Lines => [.. _stopped.Select(static span => $"{span.DisplayName} below {span.Parent?.DisplayName ?? "nothing"}")];

        internal Activity Of(string name) => _stopped.Single(span => span.DisplayName == name);

        public void Dispose() => _listener.Dispose();

        private void FailIn(string where)
        {
            if (where == Failing)
            {
                throw new InvalidOperationException(where);
            }
        }
    }
}
