using System.Diagnostics;
using Coroutines.Benchmarks.Orleans;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

const int Callers = 64;
const int Calls = 200_000;
const int Rounds = 3;
const int Activations = 20_000;

HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
builder.Logging.SetMinimumLevel(LogLevel.None);
builder.UseOrleans(silo => silo.UseLocalhostClustering().AddCoroutines());
using IHost host = builder.Build();
host.Start();
IGrainFactory grains = host.Services.GetRequiredService<IGrainFactory>();

(string Name, Func<long, ILoadGrain> Of)[] kinds =
[
    ("plain", key => grains.GetGrain<IPlainGrain>(key)),
    ("coroutines", key => grains.GetGrain<ICoroutineLoadGrain>(key)),
];

Console.WriteLine($"{Callers} callers, one silo, in one process; the best of {Rounds} alternating rounds");
Measure("answers at once", static (grain, i) => grain.Add(i, 1));
Measure("asks another grain", static (grain, i) => grain.AddThere(i, 1));
foreach ((string name, Func<long, ILoadGrain> of) in kinds)
{
    Console.WriteLine($"{name,-12} {BytesOfAnActivation(of),8:0} bytes for an idle activation");
}

host.StopAsync().GetAwaiter().GetResult();

void Measure(string what, Func<ILoadGrain, int, Task<int>> call)
{
    double[] best = [double.MaxValue, double.MaxValue];
    for (int round = 0; round <= Rounds; round++)
    {
        for (int kind = 0; kind < kinds.Length; kind++)
        {
            double seconds = SecondsFor(kinds[kind].Of, call);
            if (round > 0)
            {
                best[kind] = Math.Min(best[kind], seconds);
            }
        }
    }

    for (int kind = 0; kind < kinds.Length; kind++)
    {
        Console.WriteLine(
            $"{what,-20} {kinds[kind].Name,-12} {Calls / best[kind],9:0} calls a second, {best[kind] / Calls * 1e6,6:0.00} us a call, {best[kind] / best[0]:0.00} times plain");
    }
}

double SecondsFor(Func<long, ILoadGrain> of, Func<ILoadGrain, int, Task<int>> call)
{
    var watch = Stopwatch.StartNew();
    Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => CallAsync(of(caller + 1), call))).GetAwaiter().GetResult();
    return watch.Elapsed.TotalSeconds;
}

static async Task CallAsync(ILoadGrain grain, Func<ILoadGrain, int, Task<int>> call)
{
    for (int i = 0; i < Calls / Callers; i++)
    {
        await call(grain, i);
    }
}

static double BytesOfAnActivation(Func<long, ILoadGrain> of)
{
    long before = GC.GetTotalMemory(forceFullCollection: true);
    for (int i = 0; i < Activations; i += 100)
    {
        Task.WaitAll(Enumerable.Range(i, 100).Select(key => (Task)of(1_000_000 + key).Add(1, 1)));
    }

    return (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)Activations;
}
