using System.Text.Json;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Tracing;

/// <summary>The files that a recorder writes: a page, and a trace for other viewers.</summary>
internal sealed class RecordingFilesTests
{
    [Test]
    public void ChromeTrace_HasASliceForEachStepAndWait_AndAnArrowForEachWake()
    {
        using var folder = new TemporaryFolder();
        using StepRecorder recorder = RecordOfTwo();
        recorder.SaveChromeTrace(folder.File("trace.json"));
        using JsonDocument trace = JsonDocument.Parse(File.ReadAllText(folder.File("trace.json")));
        JsonElement[] rows = [.. trace.RootElement.GetProperty("traceEvents").EnumerateArray()];
        string[] Of(string phase, string name) => [.. rows.Where(row => row.GetProperty("ph").GetString() == phase).Select(row => row.GetProperty(name).ToString())];

        rows.Where(static row => row.GetProperty("ph").GetString() == "M").Select(static row => row.GetProperty("args").GetProperty("name").GetString())
            .ShouldBe(["scheduler", "callbacks", "Task-1", "quote \" </script>"]);
        rows.Count(static row => row.GetProperty("ph").GetString() == "X" && row.GetProperty("cat").GetString() == "step").ShouldBe(recorder.Count);
        Of("X", "name").ShouldContain("Sleep");
        Of("s", "id").ShouldBe(Of("f", "id"));
        Of("s", "id").ShouldNotBeEmpty();
    }

    [Test]
    public void ChromeTrace_HasNoArrowToATaskThatStartedWithinTheStepOfAnother()
    {
        using var scheduler = new Scheduler();
        using var recorder = new StepRecorder(scheduler);
        scheduler.RunUntilComplete(Parent());
        var file = new StringWriter();
        new ChromeTrace(recorder.Steps()).Write(file);

        // The one to the parent, which has waited, and to the callback that ends the run.
        file.ToString().Split("\"ph\":\"s\"").Length.ShouldBe(1 + 3);

        static IEnumerator<Awaitable> Parent()
        {
            yield return null;
            yield return CreateTask(Child(), eager: true);
        }

        static IEnumerator<Awaitable> Child()
        {
            yield return null;
        }
    }

    [Test]
    public void Page_HoldsItsStepsInAScriptThatNoNameEnds()
    {
        using var folder = new TemporaryFolder();
        using StepRecorder recorder = RecordOfTwo();
        recorder.SaveHtml(folder.File("page.html"));
        string page = File.ReadAllText(folder.File("page.html"));
        page.ShouldNotContain("/*DATA*/");
        page.ShouldNotContain("http://");
        page.ShouldNotContain("https://");
        const string Opening = "<script id=\"data\" type=\"application/json\">";
        int start = page.IndexOf(Opening, StringComparison.Ordinal) + Opening.Length;
        using JsonDocument data = JsonDocument.Parse(page[start..page.IndexOf("</script>", start, StringComparison.Ordinal)]);
        data.RootElement.GetProperty("lanes").EnumerateArray().Select(static lane => lane.GetProperty("name").GetString())
            .ShouldBe(["Task-1", "quote \" </script>", "callbacks"]);
        Convert.FromBase64String(data.RootElement.GetProperty("start").GetString()!).Length.ShouldBe(recorder.Count * sizeof(double));
        data.RootElement.GetProperty("waits").GetArrayLength().ShouldBe(Enum.GetValues<WaitKind>().Length);
    }

    private static StepRecorder RecordOfTwo()
    {
        var scheduler = new Scheduler(new SchedulerOptions { TimeProvider = new VirtualClock() });
        var recorder = new StepRecorder(scheduler);
        using (scheduler)
        {
            scheduler.RunUntilComplete(Main());
        }

        return recorder;

        static IEnumerator<Awaitable> Main()
        {
            yield return CreateTask(Sleeper(), "quote \" </script>");
        }

        static IEnumerator<Awaitable> Sleeper()
        {
            yield return Sleep(1.0);
        }
    }
}
