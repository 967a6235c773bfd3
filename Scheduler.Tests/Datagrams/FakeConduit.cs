using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Coroutines.Tests.Datagrams;

/// <summary>A place in a network that does as the test says: what arrives, whether there is room, what goes wrong.</summary>
internal sealed class FakeConduit(Scheduler scheduler) : DatagramConduit
{
    internal static readonly IPEndPoint Here = new(IPAddress.Parse("10.0.0.1"), 1);
    internal static readonly IPEndPoint There = new(IPAddress.Parse("10.0.0.2"), 2);
    internal static readonly IPEndPoint Elsewhere = new(IPAddress.Parse("10.0.0.3"), 3);

    private readonly Queue<(Datagram Datagram, SocketError Error)> _arrived = new();
    private readonly List<string> _sent = [];

    /// <summary>What was sent, and where to.</summary>
    internal IReadOnlyList<string> Sent => _sent;

    /// <summary>For how many datagrams there is room; the next ones have to wait.</summary>
    internal int Room { get; set; } = int.MaxValue;

    /// <summary>What the next datagram that is sent meets.</summary>
    internal SocketError NextError { get; set; }

    internal bool IsConnected { get; init; }

    internal bool TellsOfRoom { get; init; } = true;

    /// <summary>Whether it keeps what was sent.</summary>
    internal bool TakesNotes { get; set; } = true;

    internal Interest Watched { get; private set; }

    internal int CloseCount { get; private set; }

    internal bool IsClosed => CloseCount > 0;

    internal override EndPoint LocalEndPoint => Here;

    internal override EndPoint? Peer => IsConnected ? There : null;

    internal override bool HearsOfRoom => TellsOfRoom;

    /// <summary>Datagrams arrive, and the poller finds one in each iteration from the next one on.</summary>
    internal void Arrive(params string[] texts)
    {
        foreach (string text in texts)
        {
            _arrived.Enqueue((new Datagram(Encoding.UTF8.GetBytes(text), There), SocketError.Success));
        }

        FindReady();
    }

    /// <summary>The network says something of what was sent.</summary>
    internal void Fail(SocketError error)
    {
        _arrived.Enqueue((default, error));
        FindReady();
    }

    /// <summary>There is room again, and the poller finds it in the next iteration.</summary>
    internal void MakeRoom(int datagrams = int.MaxValue)
    {
        Room = datagrams;
        FindReady();
    }

    internal override void Watch(Interest interest) => Watched = interest;

    internal override bool TryReceive(out Datagram datagram)
    {
        bool isThere = _arrived.TryDequeue(out (Datagram Datagram, SocketError Error) next);
        datagram = next.Datagram;
        return next.Error == SocketError.Success ? isThere : throw new SocketException((int)next.Error);
    }

    internal override bool TrySend(ReadOnlyMemory<byte> bytes, EndPoint? to)
    {
        if (Room == 0)
        {
            return false;
        }

        SocketError error = NextError;
        NextError = SocketError.Success;
        if (error != SocketError.Success)
        {
            throw new SocketException((int)error);
        }

        Room--;
        if (!TakesNotes)
        {
            return true;
        }

        _sent.Add(to is null ? Encoding.UTF8.GetString(bytes.Span) : $"{Encoding.UTF8.GetString(bytes.Span)} to {to}");
        return true;
    }

    internal override void Close() => CloseCount++;

    private void FindReady() => scheduler.CallSoon(() =>
    {
        Interest ready = Watched & ((_arrived.Count > 0 ? Interest.Read : Interest.None) | (Room > 0 ? Interest.Write : Interest.None));
        if (ready != Interest.None)
        {
            Endpoint.OnReady(ready);
            FindReady();
        }
    });
}
