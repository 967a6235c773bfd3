using System.Text;
using static Coroutines.Awaitable;

namespace Coroutines.Examples.Jobs;

/// <summary>Sends mails, two at a time, or as if.</summary>
internal static class Mailer
{
    /// <summary>Whom to write to.</summary>
    internal static IReadOnlyList<string> Names { get; } = ["ann", "bob", "nobody", "cleo", "dora"];

    /// <summary>Works until so many mails are sent, or put aside, as there are names.</summary>
    internal static IEnumerator<Awaitable> Work(IJobSource source)
    {
        var worker = JobWorker.Create(source, ReadName, Send, new JobWorkerOptions { Concurrency = 2, TimeLimit = 10.0, MaxDeliveries = 3 });
        CoTask run = CreateTask(worker.Run());
        yield return WaitUntil(() => worker.Acknowledged + worker.DeadLettered >= Names.Count);
        worker.Stop();
        yield return run;
        Console.WriteLine($"{worker.Acknowledged} sent, {worker.Rejected} tried again, {worker.DeadLettered} put aside");
    }

    private static string ReadName(ReadOnlyMemory<byte> payload) => Encoding.UTF8.GetString(payload.Span);

    private static IEnumerator<Awaitable> Send(string name, Job job)
    {
        Console.WriteLine($"{name}, delivery {job.Delivery} ...");
        yield return Sleep(0.3);
        switch (name)
        {
            case "nobody":
                throw new JobRefusedException($"There is no {name}.");
            case "bob" when job.Delivery == 1:
                throw new IOException("The mailbox is full.");
        }

        Console.WriteLine($"... {name} is sent");
    }
}
