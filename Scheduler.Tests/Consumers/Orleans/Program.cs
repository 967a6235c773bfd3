using System.Net;
using System.Net.Sockets;
using House;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Hosting;

HostApplicationBuilder builder = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder();
builder.Logging.ClearProviders();
builder.UseOrleans(silo => silo.UseLocalhostClustering(FreePort(), FreePort()).AddCoroutines());
using var silo = builder.Build();
silo.Start();
var grains = silo.Services.GetRequiredService<IGrainFactory>();
Console.WriteLine(grains.GetGrain<IHall>("the hall").Enter("ann").GetAwaiter().GetResult());
silo.StopAsync().GetAwaiter().GetResult();

static int FreePort()
{
    using var listener = new TcpListener(IPAddress.Loopback, 0);
    listener.Start();
    return ((IPEndPoint)listener.LocalEndpoint).Port;
}
