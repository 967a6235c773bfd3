using System.Net;
using System.Net.Sockets;

namespace Coroutines.Testing;

/// <summary>One end of a simulated connection.</summary>
internal sealed class SimulatedConduit : Conduit, IRunnable, IChained<SimulatedConduit>
{
    private readonly Scheduler _scheduler;
    private Interest _interest;
    private bool _isClosed;

    // It stands among those that the next poll finds ready, or in the ready queue after that.
    private bool _isReported;

    private SimulatedConduit(NetworkStack stack, IPEndPoint local, IPEndPoint remote, int number, SimulatedPipe incoming, SimulatedPipe outgoing)
    {
        _scheduler = incoming.Scheduler;
        Stack = stack;
        LocalEndPoint = local;
        RemoteEndPoint = remote;
        Number = number;
        Incoming = incoming;
        Outgoing = outgoing;
        incoming.Receiver = this;
        outgoing.Sender = this;
        stack.Add(this);
    }

    internal override EndPoint? LocalEndPoint { get; }

    internal override EndPoint? RemoteEndPoint { get; }

    internal NetworkStack Stack { get; }

    /// <summary>The number of the connection in the trace.</summary>
    internal int Number { get; }

    internal SimulatedPipe Incoming { get; }

    internal SimulatedPipe Outgoing { get; }

    internal bool IsOpen => !_isClosed && Stack.IsUp;

    public SimulatedConduit? Previous { get; set; }

    public SimulatedConduit? Next { get; set; }

    /// <summary>Makes the two ends of a connection.</summary>
    internal static (SimulatedConduit Client, SimulatedConduit Server) CreatePair(
        SimulatedNetwork network, NetworkStack client, IPEndPoint clientAddress, NetworkStack server, IPEndPoint serverAddress)
    {
        var there = new SimulatedPipe(network.LinkOf(client.Node, server.Node));
        var back = new SimulatedPipe(network.LinkOf(server.Node, client.Node));
        int number = network.NextConnection();
        return (
            new SimulatedConduit(client, clientAddress, serverAddress, number, back, there),
            new SimulatedConduit(server, serverAddress, clientAddress, number, there, back));
    }

    internal override void Watch(Interest interest)
    {
        _interest = interest;
        Changed();
    }

    internal override int TryReceive(Span<byte> room) => Incoming.TryReceive(room);

    internal override int TrySend(ReadOnlySpan<byte> bytes) =>
        Incoming.IsBroken ? throw new SocketException((int)SocketError.ConnectionReset) : Outgoing.TrySend(bytes);

    internal override void ShutdownSend() => Outgoing.End();

    internal override void Close()
    {
        _interest = Interest.None;
        if (_isClosed)
        {
            return;
        }

        _isClosed = true;
        Stack.Remove(this);

        // As a socket's: bytes that nobody has read are told the peer by a reset.
        bool hasLost = Incoming.Forsake();
        if (Stack.IsUp)
        {
            Say(hasLost);
        }
    }

    /// <summary>The one who has asked for the connection does not want it any more.</summary>
    internal void GiveUp()
    {
        if (IsOpen)
        {
            Outgoing.Reset();
        }

        Close();
    }

    /// <summary>The connection breaks: both ends hear of it now.</summary>
    internal void Break()
    {
        Incoming.Break();
        Outgoing.Break();
    }

    /// <summary>A pipe has changed, or the interest has: the next poll may find it ready.</summary>
    internal void Changed()
    {
        if (!_isReported && Ready != Interest.None)
        {
            _isReported = true;
            _scheduler.Sockets.AddReady(this);
        }
    }

    void IRunnable.Run()
    {
        _isReported = false;
        if (!Stack.IsUp)
        {
            return;
        }

        using (_scheduler.Domains.As(Stack.Domain))
        {
            Transport.OnReady(Ready);
        }

        // As a poll is level-triggered, it is found again.
        Changed();
    }

    private Interest Ready => _interest
        & ((Incoming.IsReadable ? Interest.Read : Interest.None) | (Outgoing.HasRoom || Incoming.IsBroken ? Interest.Write : Interest.None));

    private void Say(bool hasLost)
    {
        if (hasLost)
        {
            Outgoing.Reset();
        }
        else
        {
            Outgoing.End();
        }
    }
}
