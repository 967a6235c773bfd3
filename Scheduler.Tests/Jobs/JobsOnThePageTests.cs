using System.Text.Json;
using Coroutines.Testing;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Jobs;

/// <summary>The worker of the page, and of the package's readme.</summary>
public sealed class JobsOnThePageTests
{
    [Test]
    public void Worker_SendsMails()
    {
        var source = new FakeBroker();
        source.Add("\"ann\"", "\"bob\"", "{");
        List<string> sent = [];

        // snippet: jobs
        JobWorker worker = JobWorker.Create(source, ReadName, SendMail, new JobWorkerOptions
        {
            Concurrency = 100,
            TimeLimit = TimeSpan.FromMinutes(1),
            MaxDeliveries = 5,
        });
        // In a program: Scheduler.Run(worker.Run()), until Ctrl-C, which is a graceful stop.

        static string ReadName(ReadOnlyMemory<byte> payload) => JsonSerializer.Deserialize<string>(payload.Span)!;

        IEnumerator<Awaitable> SendMail(string name, Job job)
        {
            yield return Sleep(0.2);                                  // done when this ends, tried again when it fails
            sent.Add(name);
        }

        // end-snippet
        using var scheduler = new TestScheduler(new TestOptions { Permitted = Leftovers.Tasks });
        scheduler.Run(Main());
        sent.ShouldBe(["ann", "bob"]);
        source.Dead.Single().ShouldStartWith("{: The payload cannot be read: JsonException");

        IEnumerator<Awaitable> Main()
        {
            CoTask run = CreateTask(worker.Run());
            yield return WaitUntil(() => !source.Open.Any());
            worker.Stop();
            yield return run;
        }
    }
}
