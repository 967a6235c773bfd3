using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Runtime.Placement;
using Orleans.TestingHost;

namespace Coroutines.Tests.Orleans;

/// <summary>Two real silos and a client, in this process; what they tell each other goes through the serializer.</summary>
internal sealed class TestSilos : IDisposable
{
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly InProcessTestCluster _cluster;
    private readonly LogLines _log = new();

    internal TestSilos(bool addsCoroutines = true, Action<CoroutineGrainOptions>? configure = null, TimeSpan? deactivationTimeout = null)
    {
        var builder = new InProcessTestClusterBuilder(2);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddSingleton(Journal);
            silo.Services.AddSingleton<ILoggerProvider>(_log);
            silo.Configure<ClusterMembershipOptions>(static options =>
            {
                // A silo that was killed is given up within seconds.
                options.ProbeTimeout = TimeSpan.FromSeconds(1);
                options.NumMissedProbesLimit = 2;
                options.NumVotesForDeathDeclaration = 1;
            });
            if (deactivationTimeout is { } timeout)
            {
                silo.Configure<GrainCollectionOptions>(options => options.DeactivationTimeout = timeout);
            }

            if (addsCoroutines)
            {
                silo.AddCoroutines(configure);
            }
        });
        builder.ConfigureClient(static client => client
            .AddCoroutines()
            .Configure<ClientMessagingOptions>(static options => options.ResponseTimeout = TimeSpan.FromSeconds(15)));
        _cluster = builder.Build();
        Do(_cluster.DeployAsync());
    }

    internal Journal Journal { get; } = new();

    /// <summary>The names by which grains know the two silos.</summary>
    internal string NameOf(int silo) => SiloOf(silo).SiloAddress.ToString();

    /// <summary>A grain, which has an activation on a silo by now.</summary>
    internal T Place<T>(string key, int silo)
        where T : IWork
    {
        RequestContext.Set(IPlacementDirector.PlacementHintKey, SiloOf(silo).SiloAddress);
        try
        {
            T grain = Get<T>(key);
            Ask(grain.Where()).ShouldContain(NameOf(silo));
            return grain;
        }
        finally
        {
            RequestContext.Remove(IPlacementDirector.PlacementHintKey);
        }
    }

    internal T Get<T>(string key)
        where T : IGrainWithStringKey => _cluster.Client.GetGrain<T>(key);

    internal Task StopAsync(int silo) => _cluster.StopSiloAsync(SiloOf(silo));

    internal Task KillAsync(int silo) => _cluster.KillSiloAsync(SiloOf(silo));

    /// <summary>Waits until a grain has noted something.</summary>
    internal void WaitFor(string grain, string line) => SpinWait
        .SpinUntil(() => Journal.LinesOf(grain).Contains(line), Patience)
        .ShouldBeTrue($"{grain} has noted: {string.Join(", ", Journal.LinesOf(grain))}");

    /// <summary>Waits until a loop has told a silo's log something.</summary>
    internal void WaitForLog(string text) => SpinWait
        .SpinUntil(() => _log.Lines.Any(line => line.Contains(text, StringComparison.Ordinal)), Patience)
        .ShouldBeTrue($"the log has: {string.Join(", ", _log.Lines)}");

    internal static void Do(Task task) => task.WaitAsync(Patience).GetAwaiter().GetResult();

    internal static T Ask<T>(Task<T> task) => task.WaitAsync(Patience).GetAwaiter().GetResult();

    public void Dispose() => _cluster.Dispose();

    // The list of silos changes when one has gone.
    private readonly Dictionary<int, InProcessSiloHandle> _silos = [];

    private InProcessSiloHandle SiloOf(int number) =>
        _silos.TryGetValue(number, out InProcessSiloHandle? silo) ? silo : _silos[number] = _cluster.Silos[number];

    private sealed class LogLines : ILoggerProvider, ILogger
    {
        internal ConcurrentQueue<string> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) =>
            categoryName.StartsWith("Coroutines.", StringComparison.Ordinal) ? this : Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance;

        public void Dispose()
        {
        }

        IDisposable? ILogger.BeginScope<TState>(TState state) => null;

        bool ILogger.IsEnabled(LogLevel logLevel) => true;

        void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue($"{logLevel}: {formatter(state, exception)} {exception?.Message}");
    }
}
