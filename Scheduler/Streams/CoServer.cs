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
public sealed class CoServer : IDisposable, OpenStreams.IOpen
{
    private const double AcceptRetryDelay = 1;

    private readonly Scheduler _scheduler;
    private readonly Func<CoStream, IEnumerator<Awaitable>> _handler;
    private readonly Listener[] _listeners;
    private readonly ServerOptions _options;
    private readonly ServerLine _line;
    private readonly string? _creationStack;

    // In the order in which they were accepted.
    private Chain<ServerConnection> _connections;
    private Future? _forever;
    private bool _isExhausted;

    // Until it is over, nobody is accepted, whoever leaves meanwhile.
    private TimerHandle? _pause;
    private bool _isClosed;

    internal CoServer(
        Scheduler scheduler, Func<CoStream, IEnumerator<Awaitable>> handler, IEnumerable<Listener> listeners, ServerOptions options)
    {
        _scheduler = scheduler;
        _handler = handler;
        _listeners = [.. listeners];
        _options = options;
        EndPoints = [.. _listeners.Select(static listener => listener.LocalEndPoint)];
        _line = new ServerLine(this);
        _creationStack = OpenStreams.Origin(scheduler);
        scheduler.OpenStreams.Add(this);
        foreach (Listener listener in _listeners)
        {
            listener.Ready = () => Accept(listener);
        }
    }

    /// <summary>Where it listens, with the ports that the system chose: asyncio's <c>sockets</c>.</summary>
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
            _forever = new Future(_scheduler) { Name = "serve forever" };
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

    /// <summary>Begins to accept connections, if it does not yet.</summary>
    /// <exception cref="SocketException">Another one listens there by now.</exception>
    internal void Listen()
    {
        if (!IsServing)
        {
            foreach (Listener listener in _listeners)
            {
                listener.Listen();
            }

            IsServing = true;
            WatchListeners();
        }
    }

    private void Accept(Listener listener)
    {
        for (int i = 0; i <= _options.Backlog && MayAccept; i++)
        {
            Conduit? conduit;
            try
            {
                conduit = listener.TryAccept();
            }
            catch (SocketException error) when (IsExhaustion(error.SocketErrorCode))
            {
                PauseAccepting(error);
                return;
            }
            catch (SocketException error)
            {
                // One that was gone before it was accepted, or the like: the next one may be well.
                if (error.SocketErrorCode != SocketError.ConnectionAborted)
                {
                    Report($"The {Describe()} could not accept a connection", error);
                }

                return;
            }

            if (conduit is null)
            {
                // Nobody waits any more: the next time that there is a lack of something is another one.
                _isExhausted = false;
                return;
            }

            Begin(conduit);
        }

        WatchListeners();
    }

    // A future, as it may be yielded, settled, or left alone: then it is reported.
    private Future Failed(Exception error)
    {
        var failed = new Future(_scheduler) { Name = "start serving" };
        failed.SetException(error);
        return failed;
    }

    private bool MayAccept => IsServing && _pause is null && ConnectionCount < _options.MaxConnections;

    private void Begin(Conduit conduit)
    {
        CoStream stream = CoStream.Over(_scheduler, conduit, _options.Limit);
        CoTask task;
        try
        {
            IEnumerator<Awaitable> coroutine = _handler(stream) ?? throw new InvalidOperationException(
                $"The handler of {Describe()} returned no coroutine.");
            task = _scheduler.CreateTask(coroutine);
        }
        catch (Exception exception) when (exception is not KeyboardInterruptException)
        {
            Report($"The handler of {Describe()} failed with {stream.Describe()} at once", exception);
            stream.Abort();
            return;
        }

        stream.Connection = new ServerConnection(this, stream, task);
        _connections.Add(stream.Connection);
        ConnectionCount++;
        task.AddWaiter(stream.Connection);
    }

    /// <summary>A handler has ended.</summary>
    internal void Finish(ServerConnection connection)
    {
        (CoStream stream, CoTask task) = (connection.Stream, connection.Handler);
        if (task.IsCancelled || task.Exception is not { } exception)
        {
            stream.Close();
            return;
        }

        // Not what the handler has reported itself: nobody has seen this.
        Report($"The handler of {Describe()} failed with {stream.Describe()}", exception, task);
        stream.Abort();
    }

    /// <summary>A connection is over.</summary>
    internal void Remove(ServerConnection connection)
    {
        _connections.Remove(connection);
        ConnectionCount--;
        WatchListeners();
        WakeIfOver();
    }

    // A list of its own, as those that end leave the chain.
    private List<ServerConnection> Connections()
    {
        var connections = new List<ServerConnection>(ConnectionCount);
        for (ServerConnection? connection = _connections.First; connection is not null; connection = connection.Next)
        {
            connections.Add(connection);
        }

        return connections;
    }

    private List<CoTask> Handlers() => Connections().ConvertAll(static connection => connection.Handler);

    private void PauseAccepting(SocketException error)
    {
        if (!_isExhausted)
        {
            _isExhausted = true;
            Report($"The {Describe()} cannot accept connections for lack of descriptors or memory; it goes on in {AcceptRetryDelay} s", error);
        }

        _pause = _scheduler.CallLater(AcceptRetryDelay, EndPause);
        WatchListeners();
    }

    private void EndPause()
    {
        _pause = null;
        WatchListeners();
    }

    private void CloseListeners()
    {
        _pause?.Cancel();
        foreach (Listener listener in _listeners)
        {
            listener.Close();
        }
    }

    private void WatchListeners()
    {
        foreach (Listener listener in _isClosed ? [] : _listeners)
        {
            listener.Watch(MayAccept);
        }
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

    private static bool IsExhaustion(SocketError error) =>
        error is SocketError.TooManyOpenSockets or SocketError.NoBufferSpaceAvailable

            // .NET has no name for ENOMEM.
            or SocketError.SocketError;
}
