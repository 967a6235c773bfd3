using System.Text;
using static Coroutines.Awaitable;

namespace Coroutines.Examples.Jobs;

/// <summary>Sends mails, two at a time, or as if.</summary>
internal static class Mailer
{
    /// <summary>Whom to write to.</summary>
    internal static IReadOnlyList<string> Names { get; } = ["ann", "bob", "nobody", "cleo", "dora"];

    internal static JobWorker CreateWorker(IJobSource source) =>
        JobWorker.Create(source, ReadName, Send, new JobWorkerOptions { Concurrency = 2, TimeLimit = 10.0, MaxDeliveries = 3 });

    /// <summary>Works until something has come to its end; or until Ctrl-C, which stops the worker too, gracefully.</summary>
    internal static IEnumerator<Awaitable> Work(JobWorker worker, IEnumerator<Awaitable> end)
    {
        Defer(() => Console.WriteLine($"{worker.Acknowledged} sent, {worker.Rejected} tried again, {worker.DeadLettered} put aside"));
        CoTask stop = CreateTask(StopAfter(end, worker));
        Defer(() => stop.Cancel());

        // Here and not as a task: this is what Ctrl-C cancels, and what comes after it waits for its stop.
        yield return Await(worker.Run());
        yield return stop;
    }

    private static IEnumerator<Awaitable> StopAfter(IEnumerator<Awaitable> end, JobWorker worker)
    {
        Defer(worker.Stop);
        yield return Await(end);
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
