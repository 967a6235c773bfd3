namespace Coroutines;

public sealed partial class CoServer
{
    // In the order in which they were accepted.
    private Chain<ServerConnection> _connections;

    // Connections that are no streams yet; made by the first.
    private List<CoTask>? _handshakes;

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

    /// <summary>A peer is there: it has a handler at once, or after the handshake.</summary>
    private void Welcome(Conduit conduit)
    {
        if (_tls is null)
        {
            Begin(conduit);
            return;
        }

        TlsConduit secure = TlsConduit.Over(_scheduler, conduit, _tls);
        CoTask handshake = _scheduler.CreateTask(secure.Handshake(), $"TLS handshake with {conduit.RemoteEndPoint}");
        (_handshakes ??= []).Add(handshake);
        ConnectionCount++;
        handshake.AddDoneCallback(_ => EndHandshake(handshake, secure));
    }

    private void EndHandshake(CoTask handshake, TlsConduit conduit)
    {
        _handshakes!.Remove(handshake);
        ConnectionCount--;
        if (handshake.HasSucceeded)
        {
            Begin(conduit);
            return;
        }

        conduit.Close();

        // Seen: anybody may send what is no handshake.
        if (!handshake.IsCancelled && handshake.Exception is { } error && _scheduler.IsDebug)
        {
            Report($"A peer of {Describe()} was not understood", error);
        }

        WatchListeners();
        WakeIfOver();
    }

    private void CancelHandshakes() => _handshakes?.ForEach(static handshake => handshake.Cancel());

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

    private List<CoTask> Handlers() => [.. Connections().Select(static connection => connection.Handler), .. _handshakes ?? []];
}
