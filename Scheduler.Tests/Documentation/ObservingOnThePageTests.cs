using static Coroutines.Awaitable;

namespace Coroutines.Tests.Documentation;

/// <summary>The snippets of the page on observing a scheduler.</summary>
internal sealed class ObservingOnThePageTests : SnippetTest
{
    [Test]
    public void Record()
    {
        using var folder = new TemporaryFolder();
        string before = Directory.GetCurrentDirectory();
        Directory.SetCurrentDirectory(folder.Path);
        try
        {
            // snippet: observing-record
            using var runner = new Runner();
            using var recorder = new StepRecorder(runner.Scheduler);
            runner.Run(Program());
            recorder.SaveHtml("timeline.html");
            // end-snippet
            recorder.Count.ShouldBeGreaterThan(3);
            File.Exists("timeline.html").ShouldBeTrue();

            // snippet: observing-chrome
            recorder.SaveChromeTrace("trace.json");
            // end-snippet
        }
        finally
        {
            Directory.SetCurrentDirectory(before);
        }
    }

    [Test]
    public void ServesALivePage()
    {
        using var scheduler = new Scheduler();

        // snippet: observing-dashboard
        using Dashboard dashboard = scheduler.ServeDashboard();
        Console.WriteLine(dashboard.Address);
        // end-snippet
        Console.Lines.ShouldHaveSingleItem().ShouldStartWith("http://127.0.0.1:");
    }

    [Test]
    public void Options()
    {
        using var scheduler = new Scheduler();

        // snippet: observing-options
        using var recorder = new StepRecorder(scheduler, new StepRecorderOptions
        {
            Capacity = 1_000_000,
            Filter = step => step.Group == "group 'enemies'",
        });
        recorder.IsRecording = false;      // costs nothing until it is true again
        // end-snippet
        scheduler.Loop.StepObserver.ShouldBeNull();
    }

    [Test]
    public void Configured()
    {
        // snippet: observing-configure
        StepRecorder? recorder = null;
        Scheduler.Run(Program(), new SchedulerOptions { Configure = scheduler => recorder = new StepRecorder(scheduler) });
        // end-snippet
        recorder!.Count.ShouldBeGreaterThan(3);
    }

    [Test]
    public void Listen()
    {
        using var scheduler = new Scheduler();
        var slowest = new Slowest();
        using (scheduler.Observe(slowest))
        {
            scheduler.RunUntilComplete(Program());
        }

        slowest.Step.Duration.ShouldBeGreaterThan(TimeSpan.Zero);
    }

    [Test]
    public void Profile()
    {
        using var scheduler = new Scheduler();
        scheduler.CreateTask(Program());

        // snippet: observing-profile
        using var profiler = new FrameProfiler(scheduler, new FrameProfilerOptions
        {
            Budget = 1.0 / 60,
            Overrun = report => Console.WriteLine(report),
        });
        for (int i = 0; i < 60; i++)
            scheduler.Tick(1.0 / 60);
        foreach (ProfileEntry entry in profiler.Entries(ProfileBy.Coroutine))
            Console.WriteLine(entry);
        // end-snippet
        Console.Lines.ShouldContain(static line => line.StartsWith("Program: "));
    }

    [Test]
    public void Ask()
    {
        using var scheduler = new Scheduler(new SchedulerOptions { TimeProvider = new VirtualClock() });
        scheduler.CreateTask(BackUp(), "backup");
        scheduler.RunUntilComplete(Program());
        var thread = new Thread(Look);
        thread.Start();
        thread.Join();
        Console.ShouldRead("backup (Waiting) BackUp: sleeping until 3600 s (in 3599.998 s)\n", "backup sleeps in BackUp");

        void Look()
        {
            // snippet: observing-ask
            Console.WriteLine(scheduler.FormatTasks());

            SchedulerSnapshot snapshot = scheduler.TakeSnapshot(patience: 1.0);
            foreach (TaskSnapshot task in snapshot.Tasks.Where(task => task.SecondsLeft > 60))
                Console.WriteLine($"{task.Name} sleeps in {task.Place}");
            // end-snippet
        }

        static IEnumerator<Awaitable> BackUp()
        {
            yield return Sleep(3600);
        }
    }

    [Test]
    public void CallGraph()
    {
        var file = new StringWriter();
        RunVirtually(Main());
        string[] lines = file.ToString().TrimEnd().Split('\n');
        lines[2].ShouldEndWith("in async Fetch()");
        lines[2].ShouldStartWith("  |   File '");
        lines[2] = "";
        lines.ShouldBe(
        [
            "* Task(name='b', id=0x100000002)",
            "  + Call stack:",
            "",
            "  |   in async Page()",
            "  + Awaited by:",
            "    * Task(name='Task-1', id=0x1)",
            "      + Call stack:",
            "      |   in async Main()",
        ]);

        // snippet: observing-call-graph
        IEnumerator<Awaitable> Main()
        {
            yield return Gather(CreateTask(Page("a"), "a"), CreateTask(Page("b"), "b"));
        }

        IEnumerator<Awaitable> Page(string name)
        {
            yield return Await(Fetch(name));
        }

        IEnumerator<Awaitable> Fetch(string name)
        {
            yield return Sleep(1.0);
            if (name == "b")
                PrintCallGraph(file: file);
        }
        // end-snippet
    }

    private static IEnumerator<Awaitable> Program()
    {
        yield return Gather(Sleep(0.001), Sleep(0.002));
    }

    // snippet: observing-listener
    private sealed class Slowest : IStepListener
    {
        public StepEvent Step { get; private set; }

        public void OnStep(in StepEvent step)
        {
            if (step.Duration > Step.Duration)
            {
                Step = step;
            }
        }
    }
    // end-snippet
}
