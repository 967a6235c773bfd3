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
