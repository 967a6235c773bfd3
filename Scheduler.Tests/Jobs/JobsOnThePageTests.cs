using Coroutines.Testing;
using Mailing;
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
        JobWorker worker = Mails.WorkerOf(source, sent);
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
