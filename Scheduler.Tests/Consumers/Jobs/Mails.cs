using System.Text.Json;
using static Coroutines.Awaitable;

namespace Mailing;

/// <summary>The worker of the package's readme. The tests run it, too.</summary>
internal static class Mails
{
    internal static JobWorker WorkerOf(IJobSource source, List<string> sent)
    {
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
        return worker;
    }
}
