using System.Net;
using System.Net.Sockets;

namespace Coroutines;

/// <summary>
/// What bytes travel through, without waiting: a descriptor that the loop polls, or a pair of pipes in memory. It knows nothing of
/// queues, limits and ends in order; that is the <see cref="ConduitTransport"/>'s part.
/// </summary>
internal abstract class Conduit : IReadyTarget
{
    /// <summary>The transport, which is told when it is readable or writable.</summary>
    internal virtual ConduitTransport Transport { get; set; } = null!;

    internal virtual bool CanReceive => true;

    internal virtual bool CanSend => true;

    internal virtual bool CanShutdownSend => true;

    internal virtual EndPoint? LocalEndPoint => null;

    internal virtual EndPoint? RemoteEndPoint => null;

    internal virtual Socket? Socket => null;

    internal virtual TlsSession? Tls => null;

    /// <summary>Whether the end of one direction is that of both.</summary>
    internal virtual bool EndsBothWays => false;

    /// <summary>How many bytes were taken and are still here.</summary>
    internal virtual int Unsent => 0;

    /// <summary>Says which news is of interest: <see cref="ConduitTransport.OnReady"/> is called while it holds, once in each iteration.</summary>
    internal abstract void Watch(Interest interest);

    /// <returns>How many bytes; 0 at the end, below 0 if there is nothing yet. Throws where the connection is broken.</returns>
    internal abstract int TryReceive(Span<byte> room);

    /// <returns>How many bytes were taken; 0 if none can be at this moment, and then the same bytes come again. Throws where the connection is
    /// broken.</returns>
    internal abstract int TrySend(ReadOnlySpan<byte> bytes);

    /// <summary>What was given to <see cref="TrySend"/> last is not to be sent any more, though it may be under way.</summary>
    internal virtual void ForgetSending()
    {
    }

    /// <summary>Sends the end.</summary>
    internal abstract void ShutdownSend();

    /// <summary>It is to be closed: nothing more is written to it than what is queued.</summary>
    internal virtual void BeginFinish()
    {
    }

    /// <summary>All is sent, and it is to be closed: says so to the peer, where that is a matter of its own.</summary>
    /// <returns>Whether it can be closed at once; if not, the conduit aborts the transport when it can be.</returns>
    internal virtual bool TryFinish() => true;

    internal abstract void Close();

    void IReadyTarget.OnReady(Interest ready) => Transport.OnReady(ready);
}
