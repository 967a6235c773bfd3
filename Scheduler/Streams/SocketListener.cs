using System.Net;
using System.Net.Sockets;

namespace Coroutines;

/// <summary>A listening socket.</summary>
internal sealed class SocketListener : Listener, IReadyTarget
{
    private readonly Scheduler _scheduler;
    private readonly Socket _socket;
    private readonly DescriptorWatch _watch;
    private readonly ServerOptions _options;
    private readonly ulong? _fileNumber;

    internal SocketListener(Scheduler scheduler, Socket socket, ServerOptions options)
    {
        _scheduler = scheduler;
        _socket = socket;
        _options = options;
        LocalEndPoint = socket.LocalEndPoint!;
        _fileNumber = LocalEndPoint is UnixDomainSocketEndPoint path ? SocketFile.NumberOf(path.ToString()) : null;
        _watch = new DescriptorWatch(scheduler.Sockets, socket, this);
    }

    internal override EndPoint LocalEndPoint { get; }

    internal override void Listen()
    {
        try
        {
            _socket.Listen(_options.Backlog);
        }
        catch (SocketException error)
        {
            throw NamedSocketException.Of(error, $"Listening at {LocalEndPoint} failed");
        }
    }

    internal override void Watch(bool isWatched) => _watch.Wanted = isWatched ? Interest.Read : Interest.None;

    internal override Conduit? TryAccept()
    {
        // An accept that finds nothing throws, which costs more than all the rest of a short connection.
        if (!_socket.Poll(0, SelectMode.SelectRead))
        {
            return null;
        }

        Socket accepted;
        try
        {
            accepted = _socket.Accept();
        }
        catch (SocketException error) when (error.SocketErrorCode is SocketError.WouldBlock or SocketError.Interrupted)
        {
            return null;
        }

        try
        {
            SetOptions(accepted);
            return SocketConduit.Of(_scheduler, accepted);
        }
        catch
        {
            // Some systems take no options for one whose peer is gone already.
            accepted.Dispose();
            throw;
        }
    }

    private void SetOptions(Socket accepted)
    {
        if (LocalEndPoint is IPEndPoint)
        {
            accepted.NoDelay = true;
            if (_options.KeepAlive)
            {
                accepted.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            }
        }
    }

    void IReadyTarget.OnReady(Interest ready) => Ready?.Invoke();

    internal override void Close()
    {
        _watch.Dispose();
        _socket.Dispose();
        if (LocalEndPoint is UnixDomainSocketEndPoint path)
        {
            SocketFile.Remove(path.ToString(), _fileNumber);
        }
    }
}
