using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using static Coroutines.Awaitable;

namespace Coroutines.Examples.Rooms;

/// <summary>The connection of a program to the house, by whichever silo is up.</summary>
internal sealed class HouseClient : IDisposable
{
    private readonly IHost _host;

    internal HouseClient()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.SetMinimumLevel(LogLevel.None);
        builder.UseOrleansClient(static client => client
            .AddCoroutines()
            .UseStaticClustering(SiloProgram.GatewayOf(1), SiloProgram.GatewayOf(2))
            .Configure<ClusterOptions>(static options => (options.ClusterId, options.ServiceId) = (SiloProgram.Cluster, SiloProgram.Cluster))
            .Configure<ClientMessagingOptions>(static options => options.ResponseTimeout = TimeSpan.FromSeconds(2))
            .Configure<GatewayOptions>(static options => options.GatewayListRefreshPeriod = TimeSpan.FromSeconds(1)));
        _host = builder.Build();
    }

    internal IGrainFactory Grains => _host.Services.GetRequiredService<IGrainFactory>();

    internal IEnumerator<Awaitable> Connect()
    {
        yield return Await(token => _host.StartAsync(token));
    }

    internal IRoom Room(string name) => Grains.GetGrain<IRoom>(name);

    internal IPlayer Player(string name) => Grains.GetGrain<IPlayer>(name);

    public void Dispose() => _host.Dispose();
}
