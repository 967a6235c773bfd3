using System.Net.Sockets;

namespace Coroutines;

/// <summary>Shows a scheduler on a page that a browser opens.</summary>
public static class DashboardExtensions
{
    /// <summary>
    /// Serves a page that shows the scheduler while it runs: its tasks, what they wait for, steps per second, the lag of the loop, the longest steps, groups,
    /// frame times, and warnings. It can only be looked at; nothing can be changed by it.
    /// </summary>
    /// <param name="scheduler">The scheduler, driven by a <c>Run</c> or by <see cref="Scheduler.Tick(double)"/>s; or not at all yet.</param>
    /// <param name="port">The port; 0 has the system choose one.</param>
    /// <param name="options">Where it listens, who may look, and what is warned of; null for this machine alone.</param>
    /// <returns>The page, which <see cref="Dashboard.Dispose"/> ends. <see cref="Dashboard.Address"/> is what to open, with the token that it asks for.</returns>
    /// <remarks>
    /// <para>It is served by a thread of its own, so that it answers while the scheduler is stuck in a step too, and adds no task and no callback to it: what
    /// runs, and in which order, is the same with it and without. While no page is open, nothing is spent. May be called on any thread; blocks for a moment, until the port is open.</para>
    /// <para>asyncio has no counterpart; Rust's is tokio-console.</para>
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="scheduler"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="port"/> is not from 0 to 65535.</exception>
    /// <exception cref="ObjectDisposedException">The scheduler was disposed.</exception>
    /// <exception cref="SocketException">The port is in use, or the host is none of this machine's.</exception>
    public static Dashboard ServeDashboard(this Scheduler scheduler, int port = 0, DashboardOptions? options = null)
    {
        ThrowHelper.IfNull(scheduler, nameof(scheduler));
        if (port is < 0 or > ushort.MaxValue)
        {
            throw new ArgumentOutOfRangeException(nameof(port), port, $"A port is a number from 0 to {ushort.MaxValue}.");
        }

        scheduler.VerifyNotDisposed();
        return new Dashboard(scheduler, port, options ?? new DashboardOptions());
    }
}
