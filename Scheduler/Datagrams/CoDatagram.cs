using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Coroutines;

/// <summary>
/// An endpoint that datagrams are sent from and received at: asyncio's <c>DatagramTransport</c> and <c>DatagramProtocol</c> in one. Made by
/// <see cref="Awaitable.CreateDatagramEndpoint"/>.
/// </summary>
/// <remarks>
/// <para>The loop receives what arrives, one datagram in each iteration, whether or not anybody waits for it, up to
/// <see cref="DatagramOptions.ReceiveQueueLimit"/>. Any number of coroutines may receive; each datagram comes to one of them, first come first
/// served.</para>
/// <para>One with a remote address is connected: it receives from there only, and hears what the network says of what it has sent, such as that
/// nobody listens there (rule 53).</para>
/// <para>Datagrams may be lost on the way, come twice, or in another order; what arrives, arrives whole.</para>
/// <para>It belongs to one scheduler, and is used on that scheduler's thread.</para>
/// </remarks>
[DebuggerDisplay("{ToString(),nq}")]
public sealed partial class CoDatagram : IDisposable, OpenStreams.IOpen
{
    private readonly DatagramConduit _conduit;
    private readonly string? _creationStack;
    private OpenLine? _closeLine;
    private Exception? _fault;

    // Nothing is sent or received any more; those who wait are about to be told, and then it is over.
    private bool _isLost;
    private bool _isOver;

    internal CoDatagram(Scheduler scheduler, DatagramConduit conduit, EndPoint? remote, DatagramOptions options)
    {
        Scheduler = scheduler;
        RemoteEndPoint = remote;
        _conduit = conduit;
        _queueLimit = options.ReceiveQueueLimit;
        _sent = new DatagramSent(this);
        _creationStack = OpenStreams.Origin(scheduler);
        conduit.Endpoint = this;
        scheduler.OpenStreams.Add(this);
        UpdateInterest();
    }

    /// <summary>What to call it in messages; null for its addresses.</summary>
    public string? Name { get; set; }

    /// <summary>Whether it was closed. What is queued may still be on its way.</summary>
    public bool IsClosing { get; private set; }

    /// <summary>Its own address: asyncio's <c>get_extra_info('sockname')</c>.</summary>
    public EndPoint LocalEndPoint => _conduit.LocalEndPoint;

    /// <summary>
    /// Where <see cref="Send"/> sends to, and the only one that it receives from unless <see cref="DatagramOptions.AllowBroadcast"/> is set; null
    /// for none. asyncio's <c>get_extra_info('peername')</c>.
    /// </summary>
    public EndPoint? RemoteEndPoint { get; }

    /// <summary>
    /// The socket that it stands on, to look at and to set options of, such as those of multicast; null where there is none. Closing it is the
    /// endpoint's business. asyncio's <c>get_extra_info('socket')</c>.
    /// </summary>
    public Socket? Socket => _conduit.Socket;

    /// <summary>
    /// Waits until it is closed, and all that was queued is sent: asyncio's <c>connection_lost</c>. No iteration passes if it is over; a cancel
    /// of the wait changes nothing.
    /// </summary>
    public Awaitable Closed => new(CloseLine);

    internal Scheduler Scheduler { get; }

    string? OpenStreams.IOpen.CreationStack => _creationStack;

    OpenStreams.IOpen? IChained<OpenStreams.IOpen>.Previous { get; set; }

    OpenStreams.IOpen? IChained<OpenStreams.IOpen>.Next { get; set; }

    private WaiterQueue CloseLine => (_closeLine ??= NewLine("for the end of", () => _isOver)).Queue;

    /// <summary>
    /// Closes it: what is queued is still sent, and nothing is received any more, what has arrived included. Those who wait to receive get an
    /// <see cref="ObjectDisposedException"/>. A second call does nothing. asyncio's <c>close()</c>.
    /// </summary>
    /// <exception cref="InvalidOperationException">The scheduler runs on another thread.</exception>
    public void Close()
    {
        Scheduler.VerifyThread();
        if (IsClosing)
        {
            return;
        }

        EndReceiving();
        if (_unsent.IsEmpty)
        {
            Lose();
        }
    }

    /// <summary>The same as <see cref="Close"/>, for <c>using</c>.</summary>
    public void Dispose() => Close();

    /// <summary>Closes it at once, and drops what is queued: asyncio's <c>abort()</c>.</summary>
    /// <exception cref="InvalidOperationException">The scheduler runs on another thread.</exception>
    public void Abort()
    {
        Scheduler.VerifyThread();
        EndReceiving();
        Lose();
    }

    /// <summary>For reports.</summary>
    /// <returns>For example <c>datagram endpoint 127.0.0.1:53</c> or <c>datagram endpoint 'dns' (closing)</c>.</returns>
    public override string ToString() => IsClosing ? $"{Describe()} (closing)" : Describe();

    internal string Describe() => Name is not null ? $"datagram endpoint {Repr.Of(Name)}"
        : RemoteEndPoint is not null ? $"datagram endpoint to {RemoteEndPoint}"
        : $"datagram endpoint {LocalEndPoint}";

    string OpenStreams.IOpen.Describe() => Describe();

    void OpenStreams.IOpen.End()
    {
        IsClosing = true;
        _isLost = true;
        _isOver = true;
        _unsent.Clear();
        _conduit.Close();
    }

    /// <summary>There is something to receive, or room to send, or both.</summary>
    internal void OnReady(Interest ready)
    {
        if (Scheduler.Sockets.Turns.IsFrameUsedUp)
        {
            // The next frame finds it again.
            return;
        }

        // The reader before the writer (rule 6).
        if ((ready & Interest.Read) != 0)
        {
            ReceiveArrived();
        }

        if ((ready & Interest.Write) != 0)
        {
            SendQueued();
        }
    }

    private OpenLine NewLine(string purpose, Func<bool>? isOpen = null) => new(this, "a datagram endpoint", purpose) { IsOpen = isOpen };

    private void EndReceiving()
    {
        if (!IsClosing)
        {
            IsClosing = true;
            UpdateInterest();
            Scheduler.CallSoon(TellReceivers);
        }
    }

    // As in asyncio, in the next iteration: who closes it goes on before.
    private void Lose()
    {
        if (!_isLost)
        {
            _isLost = true;
            UpdateInterest();
            Scheduler.CallSoon(End);
        }
    }

    private void End()
    {
        _isOver = true;
        _unsent.Clear();
        _conduit.Close();
        Scheduler.OpenStreams.Remove(this);
        _closeLine?.Queue.WakeAll();
        _sendLine?.Queue.WakeAll();
    }

    // Somebody has closed the socket behind its back.
    private void Break(Exception fault)
    {
        _fault ??= fault;
        EndReceiving();
        Lose();
    }

    private Exception ClosedError() => _fault ?? new ObjectDisposedException(nameof(CoDatagram), $"The {Describe()} is closed; nothing can be sent or received any more.");

    private void UpdateInterest()
    {
        Interest interest = IsClosing ? Interest.None : Interest.Read;
        if (!_unsent.IsEmpty && !_isLost && !_waitsToTryAgain)
        {
            interest |= Interest.Write;
        }

        _conduit.Watch(interest);
    }
}
