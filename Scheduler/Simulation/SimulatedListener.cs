using System.Net;

namespace Coroutines.Testing;

/// <summary>A place where a host of a simulated world listens.</summary>
internal sealed class SimulatedListener(SimulatedNetwork network, NetworkStack stack, IPEndPoint address, ServerOptions options)
    : Listener, IPortUser, IRunnable
{
    private readonly Queue<SimulatedConduit> _accepted = new();

    // Those who knock while the queue is full, and would go on knocking.
    private readonly Queue<ConnectionRequest> _knocking = new();
    private bool _isWatched;
    private bool _isReported;
    private bool _isClosed;

    public IPEndPoint Address => address;

    public bool SharesPort => options.ReusePort;

    internal override EndPoint LocalEndPoint => address;

    internal bool IsListening { get; private set; }

    internal override void Listen()
    {
        if (!IsListening)
        {
            IsListening = true;
            network.Trace.Add(TraceKind.Listen, stack.Node, address.Port);
        }
    }

    internal override void Watch(bool isWatched)
    {
        _isWatched = isWatched;
        Changed();
    }

    internal override Conduit? TryAccept()
    {
        if (!_accepted.TryDequeue(out SimulatedConduit? conduit))
        {
            return null;
        }

        // One who has given up meanwhile takes no place.
        while (_accepted.Count < options.Backlog && _knocking.TryDequeue(out ConnectionRequest? next))
        {
            next.Knock();
        }

        return conduit;
    }

    /// <summary>Somebody asks for a connection.</summary>
    internal void Receive(ConnectionRequest request)
    {
        if (_accepted.Count >= options.Backlog)
        {
            _knocking.Enqueue(request);
            return;
        }

        _accepted.Enqueue(request.Accept(stack));
        Changed();
    }

    internal override void Close()
    {
        _isClosed = true;
        _isWatched = false;
        IsListening = false;
        stack.Servers.Remove(this);
        while (_knocking.TryDequeue(out ConnectionRequest? request))
        {
            request.Knock();
        }

        while (_accepted.TryDequeue(out SimulatedConduit? conduit))
        {
            conduit.GiveUp();
        }
    }

    void IRunnable.Run()
    {
        _isReported = false;
        if (!IsReady)
        {
            return;
        }

        using (network.Scheduler.Domains.As(stack.Domain))
        {
            Ready!();
        }

        Changed();
    }

    private bool IsReady => _isWatched && _accepted.Count > 0 && !_isClosed && stack.IsUp;

    private void Changed()
    {
        if (!_isReported && IsReady)
        {
            _isReported = true;
            network.Scheduler.Sockets.AddReady(this);
        }
    }
}
