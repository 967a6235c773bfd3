using System.Text.RegularExpressions;
using Coroutines.Tests.Diagnostics;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.RealPeers;

/// <summary>The page of a scheduler that runs, in a browser. What it shows it says in attributes of its body, too.</summary>
[Category("RealTime")]
internal sealed class DashboardPageTests
{
    private const string Size = "1400,800";

    private Browser _browser = null!;
    private Scheduler _scheduler = null!;
    private Dashboard _dashboard = null!;

    [SetUp]
    public void Start()
    {
        _browser = Browser.Require();
        _scheduler = new Scheduler(new SchedulerOptions { Name = "meadow", ExceptionHandler = static _ => { } });
        _dashboard = _scheduler.ServeDashboard();
    }

    [TearDown]
    public void Stop()
    {
        _dashboard?.Dispose();
        _scheduler?.Dispose();
    }

    [TestCase("light")]
    [TestCase("dark")]
    public void Page_ShowsTasks_InBothThemes(string theme)
    {
        Populate(30);
        Dictionary<string, string> body = Load($"theme={theme}");
        body["data-tasks"].ShouldBe("31");
        body["data-rows"].ShouldBe("31");
        body["data-groups"].ShouldBe("1");
        body["data-theme"].ShouldBe(theme);
        body["data-state"].ShouldBe("shown");
        Photograph($"theme={theme}&select={_scheduler.AllTasks()[3].Id}", $"dashboard-{theme}.png");
    }

    [TestCase(1)]
    [TestCase(100)]
    [TestCase(10_000)]
    public void Page_DrawsOnlyTheRowsInView(int tasks)
    {
        Populate(tasks - 1);
        Dictionary<string, string> body = Load("");
        body["data-rows"].ShouldBe($"{tasks}");
        int.Parse(body["data-drawn"]).ShouldBeInRange(1, 100);

        // As high as its window, not as all rows: else the next look would draw them all.
        int.Parse(body["data-view"]).ShouldBeInRange(1, 1000);
        foreach (string theme in (string[])["light", "dark"])
        {
            Photograph($"theme={theme}&order=group", $"dashboard-{tasks}-{theme}.png");
        }
    }

    [Test]
    public void Page_FindsTasks_WithThoseThatHaveStartedThem()
    {
        Populate(30);
        Load("q=sheep+7")["data-rows"].ShouldBe("2");
        Load("q=sheep+7&order=name")["data-rows"].ShouldBe("1");
        Load("q=wolf")["data-rows"].ShouldBe("0");
    }

    [Test]
    public void Page_TellsOfTheSelectedTask()
    {
        Populate(30);
        string page = _browser.Load($"{_dashboard.Address}#select={_scheduler.AllTasks()[1].Id}");
        page.ShouldContain("<dt>task</dt><dd>sheep &lt;b&gt;</dd>");
        page.ShouldContain("<dt>started by</dt><dd>shepherd</dd>");
        page.ShouldContain("<dt>group</dt><dd>group 'flock'</dd>");
    }

    [Test]
    public void Page_TellsThatTheSchedulerWasDisposed()
    {
        Populate(3);
        _scheduler.Dispose();
        string page = _browser.Load($"{_dashboard.Address}");
        page.ShouldContain("The scheduler was disposed.");
        page.ShouldContain("There is no task.");
    }

    [Test]
    public void Page_OfALoopThatIsStuck_SaysInWhatOnTop()
    {
        using var loop = new StuckLoop();
        using Dashboard dashboard = loop.Scheduler.ServeDashboard(options: new DashboardOptions { StepWarning = 0.01 });
        string page = _browser.Load($"{dashboard.Address}");
        page.ShouldContain("<div id=\"alarm\" role=\"alert\">Main &gt; Crunch (task 'Task-1') has been in its step for at least ");
        page.ShouldContain("<b>Never yields</b>Main &gt; Crunch (task 'Task-1') has been in its step for at least ");
        Browser.Attach(_browser.Photograph($"{dashboard.Address}#theme=light", Size), "dashboard-stuck.png");
    }

    [Test]
    public void Page_WithoutTheToken_SaysSo()
    {
        string address = _dashboard.Address.GetLeftPart(UriPartial.Path);
        _browser.Load(address).ShouldContain("The whole address is Dashboard.Address");
    }

    // All of them have been observed, as they would be while a page is open.
    private void Populate(int sheep)
    {
        using (_scheduler.Observe(new Nobody()))
        {
            _scheduler.CreateTask(Shepherd(_scheduler.Group("flock"), sheep), "shepherd");
            for (int i = 0; i < 3; i++)
            {
                _scheduler.Tick(0.1);
            }
        }

        using var visitor = new LivePages.Visitor(_dashboard);
        visitor.State();
        for (int i = 0; i < 300; i++)
        {
            _scheduler.Tick(0.016);
        }
    }

    private static IEnumerator<Awaitable> Shepherd(CoGroup flock, int count)
    {
        var gate = new CoLock("gate");
        CoTask[] sheep = [.. Enumerable.Range(0, count).Select(i => flock.CreateTask(i % 3 == 0 ? Grazes() : i % 3 == 1 ? Passes(gate) : Sleeps(i), i == 0 ? "sheep <b>" : $"sheep {i}"))];
        yield return sheep.Length > 0 ? Gather(sheep) : Sleep(3600);
    }

    private static IEnumerator<Awaitable> Grazes()
    {
        while (true)
        {
            yield return null;
        }
    }

    private static IEnumerator<Awaitable> Passes(CoLock gate)
    {
        yield return gate.Acquire();
        yield return Sleep(3600);
    }

    private static IEnumerator<Awaitable> Sleeps(int i)
    {
        yield return Sleep(100 + i);
    }

    private void Photograph(string asked, string name) => Browser.Attach(_browser.Photograph($"{_dashboard.Address}#{asked}", Size), name);

    private Dictionary<string, string> Load(string asked) =>
        Regex.Matches(Regex.Match(_browser.Load($"{_dashboard.Address}#{asked}"), "<body[^>]*>").Value, "([-a-z]+)=\"([^\"]*)\"")
            .ToDictionary(static found => found.Groups[1].Value, static found => found.Groups[2].Value);

    private sealed class Nobody : IStepListener
    {
        public void OnStep(in StepEvent step)
        {
        }
    }
}
