using System.Diagnostics;
using System.Text.RegularExpressions;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.RealPeers;

/// <summary>The page of a recorder, in a browser. What it shows it says in attributes of its body, too.</summary>
[Category("RealTime")]
internal sealed class TimelinePageTests
{
    private const int Workers = 10;

    private static readonly StepRecorderOptions _ofTasks = new() { Filter = static step => step.Kind == StepKind.Task };

    private Browser _browser = null!;
    private TemporaryFolder _folder = null!;

    [SetUp]
    public void Start()
    {
        _browser = Browser.Require();
        _folder = new TemporaryFolder();
    }

    [TearDown]
    public void Stop() => _folder?.Dispose();

    [TestCase("light")]
    [TestCase("dark")]
    public void Page_ShowsALaneForEachTask(string theme)
    {
        int steps = Record();
        Dictionary<string, string> body = Load($"theme={theme}");
        body["data-lanes"].ShouldBe($"{Workers + 2}");
        body["data-steps"].ShouldBe($"{steps}");
        body["data-selected"].ShouldBe("-1");
        Browser.Attach(_browser.Photograph(Address($"theme={theme}&step=7"), "1400,700"), $"timeline-{theme}.png");
    }

    [TestCase(1)]
    [TestCase(100)]
    [TestCase(10_000)]
    public void Page_HasALaneForEach_HoweverManyTasksThereAre(int tasks)
    {
        using var scheduler = new Scheduler(new SchedulerOptions { TimeProvider = new VirtualClock() });
        using var recorder = new StepRecorder(scheduler, _ofTasks);
        scheduler.RunUntilComplete(Crowd(tasks - 1));
        recorder.SaveHtml(_folder.File("page.html"));

        Load("")["data-lanes"].ShouldBe($"{tasks}");
        foreach (string theme in (string[])["light", "dark"])
        {
            Browser.Attach(_browser.Photograph(Address($"theme={theme}"), "1400,700"), $"timeline-{tasks}-{theme}.png");
        }
    }

    [Test]
    public void Page_FindsTasks_AndSelectsTheFirst()
    {
        Record();
        Dictionary<string, string> body = Load("q=worker+1");
        body["data-found"].ShouldBe("2");
        body["data-selected"].ShouldBe("1");
        Load("q=nobody")["data-found"].ShouldBe("0");
    }

    [TestCase(0, "<dd>not timed</dd>")]
    [TestCase(1, "<dd>800 ns</dd>")]
    [TestCase(5, "<dd>800 ns, an equal share: 5 steps took 4 µs</dd>")]
    public void Page_TellsWithHowManyAStepWasTimed(byte together, string took)
    {
        StepEvent[] steps =
        [
            .. Enumerable.Range(0, 5).Select(i => new StepEvent(new StepRecord
            {
                Timestamp = i * Ticks(800e-9),
                Duration = Ticks(800e-9),
                Together = together,
            })),
        ];
        new TimelinePage(steps, 0).Save(_folder.File("page.html"));
        _browser.Load(Address("step=2")).ShouldContain(took);

        static long Ticks(double seconds) => (long)(seconds * Stopwatch.Frequency);
    }

    [Test]
    public void Page_TellsOfTheSelectedStep_ItsFailureAndWhoWokeIt()
    {
        Record();
        string page = _browser.Load(Address("q=failing"));
        page.ShouldContain("<dd>failing</dd>");
        page.ShouldContain("started, by <a data-lane=\"0\">Task-1</a>");
        page.ShouldContain("<pre>InvalidOperationException: &lt;b&gt; no\ntask 'failing': Failing</pre>");
    }

    [Test]
    public void Page_ZoomsIn()
    {
        Record();
        Load("zoom=10,20")["data-span"].ShouldBe("10.000");
    }

    [Test]
    public void Page_OfNothing_IsEmpty()
    {
        using var scheduler = new Scheduler();
        using var recorder = new StepRecorder(scheduler);
        recorder.SaveHtml(_folder.File("page.html"));
        Load("")["data-lanes"].ShouldBe("0");
    }

    // Many steps fall on one pixel, and the task waits for long after the last of them.
    [TestCase(1)]
    [TestCase(2)]
    [TestCase(50)]
    public void LongWait_IsDrawn_HoweverManyStepsStandBeforeItOnOnePixel(int steps)
    {
        long unit = Stopwatch.Frequency / 1_000_000;
        var task = new TraceTag(1, "waiter");
        StepEvent[] events =
        [
            .. Enumerable.Range(0, steps).Select(i => Step(i * unit)),
            Step(Stopwatch.Frequency),
        ];
        new TimelinePage(events, 0).Save(_folder.File("page.html"));
        Load("")["data-bars"].ShouldBe("1");

        StepEvent Step(long at) => new(new StepRecord { Task = task, Wait = WaitKind.Sleep, Timestamp = at, Time = at / (double)Stopwatch.Frequency });
    }

    [Test]
    public void Page_OfAMillionSteps_IsDrawn()
    {
        const int Count = 1_000_000;
        TraceTag[] tasks = [.. Enumerable.Range(1, 1000).Select(static i => new TraceTag(i, $"task {i}"))];
        long unit = Stopwatch.Frequency / 100_000;
        StepEvent[] steps = [.. Enumerable.Range(0, Count).Select(i => new StepEvent(new StepRecord
        {
            Task = tasks[i * 7 % 1000],
            WokenBy = tasks[i * 11 % 1000],
            CauseAndPause = StepRecord.Pack(StepCause.Resumed, isAfterPause: false),
            Wait = (WaitKind)(1 + (i % 8)),
            Timestamp = i * unit,
            Duration = unit,
            Time = i * 1e-5,
        }))];
        using (var file = new StreamWriter(_folder.File("page.html")))
        {
            new TimelinePage(steps, 0).Write(file);
        }

        Dictionary<string, string> body = Load("order=busy");
        body["data-steps"].ShouldBe($"{Count}");
        body["data-lanes"].ShouldBe("1000");
        TestContext.Out.WriteLine($"Drawn in {body["data-paint"]} ms.");
    }

    private static IEnumerator<Awaitable> Crowd(int count)
    {
        var gate = new CoLock("gate");
        yield return Gather(Enumerable.Range(1, count).Select(number => (Awaitable)CreateTask(Visitor(number), $"visitor {number}")));

        IEnumerator<Awaitable> Visitor(int number)
        {
            yield return Sleep(number % 7 * 0.1);
            yield return gate.Acquire().Into(out var held);
            using (held.Result)
            {
                yield return Sleep(0.01);
            }

            yield return null;
        }
    }

    private int Record()
    {
        using var scheduler = new Scheduler(new SchedulerOptions { TimeProvider = new VirtualClock() });
        using var recorder = new StepRecorder(scheduler, _ofTasks);
        scheduler.RunUntilComplete(Script());
        recorder.SaveHtml(_folder.File("page.html"));
        return recorder.Count;
    }

    private static IEnumerator<Awaitable> Script()
    {
        var gate = new CoLock("db");
        CoTask[] workers = [.. Enumerable.Range(1, Workers).Select(i => CreateTask(Work(gate), $"worker {i}"))];
        yield return Gather(workers);
        yield return Settle(CreateTask(Failing(), "failing"), out _);
    }

    private static IEnumerator<Awaitable> Work(CoLock gate)
    {
        yield return gate.Acquire().Into(out Awaitable<Releaser> held);
        using (held.Result)
        {
            yield return Sleep(1.0);
        }
    }

    private static IEnumerator<Awaitable> Failing()
    {
        yield return Awaitable.Yield();
        throw new InvalidOperationException("<b> no");
    }

    private string Address(string asked) => $"file://{_folder.File("page.html")}#{asked}";

    private Dictionary<string, string> Load(string asked) =>
        Regex.Matches(Regex.Match(_browser.Load(Address(asked)), "<body[^>]*>").Value, "([-a-z]+)=\"([^\"]*)\"")
            .ToDictionary(static found => found.Groups[1].Value, static found => found.Groups[2].Value);
}
