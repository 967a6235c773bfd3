using System.Diagnostics;
using System.Text;
using NATS.Client.Core;
using NATS.Client.JetStream;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Jobs.Nats;

/// <summary>A worker in a process of its own, which may be killed. It writes down each job that it has done.</summary>
internal static class WorkerProgram
{
    internal const string Name = "worker";

    /// <summary>How long a job is leased, in seconds: so long it takes to come back when its worker is killed.</summary>
    internal const double Lease = 2;

    /// <summary>Starts a process.</summary>
    internal static Process Start(string url, string stream, string file)
    {
        string host = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? Environment.ProcessPath! : "dotnet";
        return Process.Start(host, [typeof(WorkerProgram).Assembly.Location, Name, url, stream, file]);
    }

    /// <summary>The jobs that were done up to now, by their ids.</summary>
    internal static string[] ReadDone(string file)
    {
        if (!File.Exists(file))
        {
            return [];
        }

        using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>What runs in it.</summary>
    internal static void Run(string url, string stream, string file)
    {
        var connection = new NatsConnection(NatsOpts.Default with { Url = url });
        var source = new NatsJobSource(new NatsJSContext(connection), stream, NatsStream.Consumer, new NatsJobSourceOptions { Lease = TimeSpan.FromSeconds(Lease) });
        using var done = new FileStream(file, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        var worker = new JobWorker(source, Handle, new JobWorkerOptions { Concurrency = 20, Prefetch = 20, Heartbeat = Lease / 4, MaxDeliveries = 1000 });
        Scheduler.Run(worker.Run());

        IEnumerator<Awaitable> Handle(Job job)
        {
            yield return Sleep(0.05);
            done.Write(Encoding.ASCII.GetBytes($"{job.Id}\n"));
        }
    }
}
