using System.Diagnostics;
using System.Net;

namespace Coroutines;

/// <summary>A page that shows a scheduler while it runs: made by <see cref="DashboardExtensions.ServeDashboard"/>.</summary>
/// <remarks>
/// It ends with <see cref="Dispose"/>, with the process, and some seconds after its scheduler was disposed, which an open page still tells. May be used by any
/// thread.
/// </remarks>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class Dashboard : IDisposable
{
    private readonly Scheduler _scheduler;
    private readonly LoopProbe _probe;
    private readonly PageServer _server;

    internal Dashboard(Scheduler scheduler, int port, DashboardOptions options)
    {
        _scheduler = scheduler;
        _probe = new LoopProbe(scheduler);
        var site = new PageSite(_probe, options);
        _server = new PageServer(scheduler, _probe, site, options.Host, port);
        _server.Start();
        Address = new Uri($"http://{_server.EndPoint}/?token={site.Token}");
    }

    /// <summary>What to open in a browser: with the token, without which nothing is shown. So it is a secret.</summary>
    public Uri Address { get; }

    /// <summary>Whether it is served still.</summary>
    public bool IsServing => _server.IsServing;

    /// <summary>Whether somebody has a page open, or had one some seconds ago: only then is the scheduler observed.</summary>
    internal bool IsLookedAt => _probe.IsOpen;

    /// <summary>Ends it: its port is free when this returns, and the scheduler is observed by it no more. A second call does nothing.</summary>
    /// <remarks>May take a moment where the scheduler is stuck in a step just now.</remarks>
    public void Dispose()
    {
        _server.Stop();
        _probe.Close();
    }

    /// <summary>For reports.</summary>
    /// <returns>For example <c>dashboard of scheduler 'game' at http://127.0.0.1:5055/</c>: without the token.</returns>
    public override string ToString() => $"dashboard of {_scheduler.Describe()}{(IsServing ? $" at {Address.GetLeftPart(UriPartial.Path)}" : ", which has ended")}";

    /// <summary>The end point as it stands in an address.</summary>
    internal static IPEndPoint Reachable(IPEndPoint bound) =>
        bound.Address.Equals(IPAddress.Any) ? new IPEndPoint(IPAddress.Loopback, bound.Port)
        : bound.Address.Equals(IPAddress.IPv6Any) ? new IPEndPoint(IPAddress.IPv6Loopback, bound.Port)
        : bound;
}
