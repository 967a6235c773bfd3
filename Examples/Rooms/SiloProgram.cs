using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Storage;

namespace Coroutines.Examples.Rooms;

/// <summary>A silo in a process of its own. The two are alike: they meet in a file, and either may die.</summary>
internal static class SiloProgram
{
    internal const string Cluster = "rooms";
    private const int FirstPort = 11110;
    private const int FirstGateway = 30110;

    internal static int PortOf(int number) => FirstPort + number;

    internal static IPEndPoint GatewayOf(int number) => new(IPAddress.Loopback, FirstGateway + number);

    internal static int Run(int number, string folder, bool isAttended)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.AddConsole(static options => options.LogToStandardErrorThreshold = LogLevel.Trace).SetMinimumLevel(LogLevel.Error);
        builder.UseOrleans(silo => Configure(silo, number, folder));
        using IHost host = builder.Build();
        IHostApplicationLifetime lifetime = host.Services.GetRequiredService<IHostApplicationLifetime>();
        lifetime.ApplicationStarted.Register(() => Console.WriteLine($"silo {number} is up"));
        if (isAttended)
        {
            new Thread(() =>
            {
                Console.In.ReadToEnd();
                lifetime.StopApplication();
            }) { IsBackground = true }.Start();
        }

        host.Run();
        return 0;
    }

    private static void Configure(ISiloBuilder silo, int number, string folder)
    {
        silo.AddCoroutines();
        silo.ConfigureEndpoints(IPAddress.Loopback, PortOf(number), FirstGateway + number);
        silo.Configure<ClusterOptions>(static options => (options.ClusterId, options.ServiceId) = (Cluster, Cluster));
        silo.Configure<SiloOptions>(options => options.SiloName = $"silo {number}");
        silo.Services.AddSingleton<IMembershipTable>(new FileMembership(folder));
        silo.Services.AddSingleton<IGrainStorage>(new FileStorage(folder));
        silo.Configure<ClusterMembershipOptions>(static options =>
        {
            // How soon a silo is given up that does not answer; between machines one would be more patient.
            options.ProbeTimeout = TimeSpan.FromSeconds(0.5);
            options.NumMissedProbesLimit = 2;
            options.NumVotesForDeathDeclaration = 1;
            options.TableRefreshTimeout = TimeSpan.FromSeconds(2);
        });
    }
}
