using System.Diagnostics;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Documentation;

/// <summary>What the page on observing a scheduler says of spans.</summary>
[NonParallelizable]
public sealed class SpansOnThePageTests : SnippetTest
{
    [Test]
    public void Spans()
    {
        List<string> stopped = [];
        using var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == "Coroutines",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = span => stopped.Add($"{span.DisplayName} below {span.Parent?.DisplayName ?? "nothing"}"),
        };
        ActivitySource.AddActivityListener(listener);

        // snippet: observing-spans
        Scheduler.Run(Serve(), new SchedulerOptions { Name = "server", TracesTasks = true });

        IEnumerator<Awaitable> Serve()
        {
            yield return Gather(CreateTask(Query(), "users"), CreateTask(Query(), "orders"));
        }
        // end-snippet
        stopped.ShouldBe(["users below Serve", "orders below Serve", "Serve below nothing"]);

        static IEnumerator<Awaitable> Query()
        {
            yield return Sleep(0.001);
        }
    }
}
