using Coroutines.Examples.Jobs;
using Mailing;
using static Coroutines.Awaitable;

// Without an argument in memory; with one, such as nats://localhost:4222, on that server.
List<string> sent = [];
Scheduler.Run(args is [var url] ? NatsMails.WelcomeAll(url, sent) : InMemory());
Console.WriteLine(string.Join(", ", sent));

IEnumerator<Awaitable> InMemory()
{
    var source = new MemorySource();
    source.Add("\"ann\"");
    source.Add("\"bob\"");
    JobWorker worker = Mails.WorkerOf(source, sent);
    CoTask run = CreateTask(worker.Run());
    yield return WaitFor(WaitUntil(() => worker.Acknowledged == 2), 60);
    worker.Stop();
    yield return run;
}
