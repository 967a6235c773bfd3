using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using static Coroutines.Awaitable;

namespace Coroutines;

/// <summary>Accepts connections, and runs a coroutine for each of them: asyncio's <c>Server</c>.</summary>
/// <remarks>
/// <para>Made by <see cref="Awaitable.StartServer"/>. Each connection has a task of its own, whose stream is closed when the task ends: what is
/// queued is still sent if it returned or was cancelled, and dropped if it failed. A failure is reported to the scheduler's exception handler, and
/// costs only its own connection (rule 48).</para>
/// <para>Where the system has no descriptors left, that is reported once, and accepting goes on after a second, as in asyncio.</para>
/// </remarks>
[DebuggerDisplay("{ToString(),nq}")]
public sealed partial class CoServer : IDisposable, OpenStreams.IOpen
{
    /// <summary>What its <see cref="ServeForever"/> waits for, as that is called in reports.</summary>
    internal const string Forever = "serve forever";

    private readonly Scheduler _scheduler;
    private readonly Func<CoStream, IEnumerator<Awaitable>> _handler;
    private readonly Listener[] _listeners;
    private readonly ServerOptions _options;
    private readonly TlsTerms? _tls;
    private readonly ServerLine _line;
    private readonly string? _creationStack;

    private Future? _forever;
    private bool _isClosed;

    internal CoServer(
        Scheduler scheduler, Func<CoStream, IEnumerator<Awaitable>> handler, IEnumerable<Listener> listeners, ServerOptions options, TlsTerms? tls = null)
    {
        _scheduler = scheduler;
        _handler = handler;
        _listeners = [.. listeners];
        _options = options;
        _tls = tls;
        EndPoints = [.. _listeners.Select(static listener => listener.LocalEndPoint)];
        _line = new ServerLine(this);
        _creationStack = OpenStreams.Origin(scheduler);
        scheduler.OpenStreams.Add(this);
        foreach (Listener listener in _listeners)
        {
            listener.Ready = () => Accept(listener);
            listener.Gone = Close;
        }
    }

    /// <summary>Where it listens, with the ports that the system chose: asyncio's <c>sockets</c>. After <see cref="Close"/>, where it listened.</summary>
    public IReadOnlyList<EndPoint> EndPoints { get; }

    /// <summary>Whether it accepts connections: asyncio's <c>is_serving()</c>.</summary>
    public bool IsServing { get; private set; }

    /// <summary>How many connections there are.</summary>
    public int ConnectionCount { get; private set; }

    internal bool IsOver => _isClosed && ConnectionCount == 0;

    /// <summary>Begins to accept connections, if it does not yet; before that, peers are refused: asyncio's <c>start_serving()</c>.</summary>
    /// <returns>What to yield; it need not be.</returns>
    /// <remarks>At the <c>yield return</c>: an <see cref="InvalidOperationException"/> if it was closed; a <see cref="SocketException"/>, which
    /// names the address, if another server listens there by now.</remarks>
    /// <exception cref="InvalidOperationException">The scheduler runs on another thread.</exception>
    public Awaitable StartServing()
    {
        _scheduler.VerifyThread();
        if (_isClosed)
        {
            return Failed(WasClosed());
        }

        try
        {
            Listen();
            return Yield();
        }
        catch (SocketException error)
        {
            return Failed(error);
        }
    }

    /// <summary>
    /// Accepts connections until it is cancelled: asyncio's <c>serve_forever()</c>. A cancel closes the server, and waits until its connections are
    /// closed; <see cref="Close"/> cancels it (rule 49).
    /// </summary>
    /// <returns>What to yield, once.</returns>
    /// <remarks>At the <c>yield return</c>: an <see cref="InvalidOperationException"/> if it was closed, or is waited for already.</remarks>
    public Awaitable ServeForever() => Await(Serve());

    /// <summary>
    /// Stops accepting; connections go on: asyncio's <c>close()</c>. A second call does nothing. See <see cref="WaitClosed"/>,
    /// <see cref="CloseClients"/> and <see cref="Shutdown"/>.
    /// </summary>
    /// <exception cref="InvalidOperationException">The scheduler runs on another thread.</exception>
    public void Close()
    {
        _scheduler.VerifyThread();
        if (_isClosed)
        {
            return;
        }

        _isClosed = true;
        IsServing = false;
        _scheduler.OpenStreams.Remove(this);
        CloseListeners();
        _forever?.Cancel();
        WakeIfOver();
    }

    /// <summary>The same as <see cref="Close"/>, for <c>using</c>.</summary>
    public void Dispose() => Close();

    /// <summary>Waits until it is closed and its last connection is: asyncio's <c>wait_closed()</c> since 3.12.</summary>
    /// <returns>What to yield. A cancel gives up the wait only.</returns>
    public Awaitable WaitClosed() => new(_line.Queue);

    /// <summary>Closes all connections; what is queued is still sent: asyncio's <c>close_clients()</c>.</summary>
    /// <exception cref="InvalidOperationException">The scheduler runs on another thread.</exception>
    public void CloseClients()
    {
        _scheduler.VerifyThread();
        foreach (ServerConnection connection in Connections())
        {
            connection.Stream.Close();
        }

        CancelHandshakes();
    }

    /// <summary>Closes all connections at once: asyncio's <c>abort_clients()</c>.</summary>
    /// <exception cref="InvalidOperationException">The scheduler runs on another thread.</exception>
    public void AbortClients()
    {
        _scheduler.VerifyThread();
        foreach (ServerConnection connection in Connections())
        {
            connection.Stream.Abort();
        }

        CancelHandshakes();
    }

    /// <summary>
    /// Ends it in order: stops accepting and lets the handlers come to their end; those that are not there by the deadline are cancelled; and what is
    /// open after as long again is aborted.
    /// </summary>
    /// <param name="deadline">How long the handlers have.</param>
    /// <returns>What to yield, once. When it is over, so is every connection.</returns>
    public Awaitable Shutdown(Duration deadline) => Await(End(deadline));

    /// <summary>For reports.</summary>
    /// <returns>For example <c>server on 127.0.0.1:8080 (serving, 2 connections)</c>.</returns>
    public override string ToString() =>
        $"{Describe()} ({(_isClosed ? "closed" : IsServing ? "serving" : "not serving")}, {ConnectionCount} connections)";

    internal string Describe() => $"server on {string.Join(", ", EndPoints)}";

    bool OpenStreams.IOpen.IsClosing => _isClosed;

    string? OpenStreams.IOpen.CreationStack => _creationStack;

    OpenStreams.IOpen? IChained<OpenStreams.IOpen>.Previous { get; set; }

    OpenStreams.IOpen? IChained<OpenStreams.IOpen>.Next { get; set; }

    string OpenStreams.IOpen.Describe() => Describe();

    void OpenStreams.IOpen.End()
    {
        _isClosed = true;
        IsServing = false;
        CloseListeners();
    }

    private IEnumerator<Awaitable> Serve()
    {
        if (_forever is not null)
        {
            throw new InvalidOperationException($"The {Describe()} is served for ever already.");
        }

        if (_isClosed)
        {
            throw WasClosed();
        }

        Listen();
        try
        {
            _forever = new Future(_scheduler) { Name = Forever };
            yield return Settle(_forever, out Outcome outcome, includeCancellation: true);
            Close();
            yield return WaitClosed();
            outcome.ThrowIfFailed();
        }
        finally
        {
            _forever = null;
        }
    }

    private IEnumerator<Awaitable> End(Duration deadline)
    {
        Close();
        if (ConnectionCount > 0)
        {
            yield return Wait(Handlers(), timeout: deadline);
        }

        List<CoTask> late = [.. Handlers().Where(static handler => !handler.IsDone)];
        foreach (CoTask handler in late)
        {
            handler.Cancel("The server is shutting down.");
        }

        if (late.Count > 0)
        {
            yield return Wait(late, timeout: deadline);
        }

        AbortClients();
        yield return WaitClosed();
    }

    // A future, as it may be yielded, settled, or left alone: then it is reported.
    private Future Failed(Exception error)
    {
        var failed = new Future(_scheduler) { Name = "start serving" };
        failed.SetException(error);
        return failed;
    }

    private void WakeIfOver()
    {
        if (IsOver)
        {
            _line.Queue.WakeAll();
        }
    }

    private void Report(string message, Exception exception, CoTask? task = null) =>
        _scheduler.Reports.Report(new ExceptionContext(message) { Exception = exception, Future = task, Task = task });

    private InvalidOperationException WasClosed() => new($"The {Describe()} was closed. Start a new one.");
}
