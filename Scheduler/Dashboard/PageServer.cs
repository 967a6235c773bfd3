using System.Net;
using System.Runtime.ExceptionServices;
using static Coroutines.Awaitable;

namespace Coroutines;

/// <summary>Serves a page from a thread of its own, with a scheduler of its own, until it is told to stop or the scheduler that it shows is disposed.</summary>
internal sealed class PageServer(Scheduler shown, LoopProbe probe, PageSite site, string host, int port)
{
    private const int MostConnections = 64;

    // How often is looked whether a page is open still, in seconds.
    private const double Look = 1;

    private readonly ManualResetEventSlim _isReady = new();
    private readonly CancellationTokenSource _stop = new();
    private Thread? _thread;
    private ExceptionDispatchInfo? _failure;

    /// <summary>Where it listens, as a browser of this machine reaches it.</summary>
    internal IPEndPoint EndPoint { get; private set; } = null!;

    internal bool IsServing => _thread is { IsAlive: true };

    /// <summary>Starts it, and waits until it listens.</summary>
    internal void Start()
    {
        _thread = new Thread(Serve) { IsBackground = true, Name = $"dashboard of {shown.Describe()}" };
        _thread.StartWithoutContext();
        _isReady.Wait();
        _failure?.Throw();
    }

    /// <summary>Ends it, and waits until its port is free.</summary>
    internal void Stop()
    {
        _stop.Cancel();
        _thread?.Join();
    }

    private static SchedulerOptions NewOptions() => new()
    {
        Name = "dashboard",
        HandleCtrlC = false,
        ExceptionHandler = static _ => { },
#if NET
        IsMeasured = false,
#endif
    };

    private void Serve()
    {
        try
        {
            // It is nobody's business that a browser has broken a connection off, and the program's own Ctrl-C is none of this thread's.
            Scheduler.Run(Main(), NewOptions(), _stop.Token);
        }
        catch (CancelledException)
        {
            // It was told to stop.
        }
        catch (Exception failure)
        {
            _failure = ExceptionDispatchInfo.Capture(failure);
        }

        _isReady.Set();
    }

    private IEnumerator<Awaitable> Main()
    {
        var options = new ServerOptions { Limit = PageRequest.LongestHead, MaxConnections = MostConnections };
        yield return StartServer(stream => new PageConversation(stream, site).Run(), host, port, options).Into(out Awaitable<CoServer> started);
        using CoServer server = started.Result;
        EndPoint = Dashboard.Reachable((IPEndPoint)server.EndPoints[0]);
        site.IsForThisMachine = server.EndPoints.All(static end => IPAddress.IsLoopback(((IPEndPoint)end).Address));
        _isReady.Set();

        // Of one that was disposed, the open pages still tell.
        while (!shown.IsDisposed || probe.IsOpen)
        {
            yield return Sleep(Look);
            probe.CloseIfUnseen();
        }
    }
}
