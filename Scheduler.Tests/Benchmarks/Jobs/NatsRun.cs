using System.Diagnostics;
using Coroutines.Jobs;
using Coroutines.Jobs.Nats;
using Coroutines.Tests.Jobs.Nats;
using NATS.Client.Core;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;

namespace Coroutines.Benchmarks;

/// <summary>Jobs from a real server of NATS on this machine: how many a second, by how many run at a time and how many are fetched ahead.</summary>
internal static class NatsRun
{
    private const string Name = "natsjobs";
    private const string Consumer = "workers";
    private const int Count = 10_000;
    private const int FilledAtOnce = 1_000;
    private const int Rounds = 3;
    private const int PayloadSize = 64;

    private static readonly int[] _concurrencies = [1, 10, 100, 1000];
    private static readonly int[] _prefetches = [0, 10, 100, 1000];

    /// <summary>Measures, if it is named or nothing is.</summary>
    internal static void Print(string[] names, TextWriter output)
    {
        if (names.Length > 0 && !names.Contains(Name))
        {
            return;
        }

        if (NatsServer.Program is null)
        {
            Console.Error.WriteLine("Jobs of NATS are not measured: nats-server is not installed.");
            return;
        }

        using var server = new NatsServer();
        server.Start();
        PrintTable(server.Url, output);
    }

    private static void PrintTable(string url, TextWriter output)
    {
        Console.Error.WriteLine($"measuring {Name} ...");
        var table = new Table(["jobs a second", .. _prefetches.Select(static prefetch => $"{prefetch:N0} ahead"), "processor time of the worker"]);
        Run(url, 100, 100);
        foreach (int concurrency in _concurrencies)
        {
            (double Rate, double Cost)[] medians = [.. _prefetches.Select(prefetch => Median([.. Enumerable.Range(0, Rounds).Select(_ => Run(url, concurrency, prefetch))]))];
            table.Add([[$"{concurrency:N0} at a time", .. medians.Select(static median => $"{median.Rate:N0}"), $"{medians[^1].Cost:0.0} us a job"]]);
        }

        output.WriteLine();
        output.WriteLine($"Jobs of NATS JetStream: {Count:N0} jobs of {PayloadSize} bytes in a stream on files, one worker, whose handler sleeps for no time; medians of {Rounds} runs, by the clock on the wall.");
        output.WriteLine($"The server is beside it on this machine, of {Environment.ProcessorCount} processors. The last column is for the most that are fetched ahead.");
        output.WriteLine();
        table.Print(output);
    }

    private static (double Rate, double Cost) Median((double Rate, double Cost)[] runs) => (Figures.Median(runs.Select(static run => run.Rate)), Figures.Median(runs.Select(static run => run.Cost)));

    private static (double Rate, double Cost) Run(string url, int concurrency, int prefetch)
    {
        NatsConnection connection = new(NatsOpts.Default with { Url = url });
        try
        {
            var jetStream = new NatsJSContext(connection);
            string stream = $"jobs-{Guid.NewGuid():N}";
            Fill(jetStream, stream);
            (double, double) figures = Work(jetStream, stream, concurrency, prefetch);
            jetStream.DeleteStreamAsync(stream).AsTask().GetAwaiter().GetResult();
            return figures;
        }
        finally
        {
            connection.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }

    private static (double Rate, double Cost) Work(NatsJSContext jetStream, string stream, int concurrency, int prefetch)
    {
        JobWorker worker = null!;
        int begun = 0;
        worker = new JobWorker(new NatsJobSource(jetStream, stream, Consumer), Handle, new JobWorkerOptions { Concurrency = concurrency, Prefetch = prefetch });
        var watch = Stopwatch.StartNew();
        TimeSpan before = Environment.CpuUsage.TotalTime;

        // The end of the stop is part of it: the acknowledgement of the last ones.
        Scheduler.Run(worker.Run());
        TimeSpan cost = Environment.CpuUsage.TotalTime - before;
        return worker.Acknowledged == Count
            ? (Count / watch.Elapsed.TotalSeconds, cost.TotalMicroseconds / Count)
            : throw new InvalidOperationException($"{worker.Acknowledged} of {Count} jobs were acknowledged.");

        IEnumerator<Awaitable> Handle(Job job)
        {
            yield return Awaitable.Sleep(0);
            if (++begun == Count)
            {
                worker.Stop();
            }
        }
    }

    private static void Fill(NatsJSContext jetStream, string stream)
    {
        jetStream.CreateStreamAsync(new StreamConfig(stream, [stream]) { Retention = StreamConfigRetention.Workqueue }).AsTask().GetAwaiter().GetResult();
        byte[] payload = new byte[PayloadSize];
        for (int i = 0; i < Count; i += FilledAtOnce)
        {
            Task.WaitAll([.. Enumerable.Range(0, FilledAtOnce).Select(_ => jetStream.PublishAsync(stream, payload).AsTask())]);
        }
    }
}
