using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.ExceptionServices;

namespace Coroutines;

/// <summary>
/// A connection that carries bytes both ways: asyncio's <c>StreamReader</c> and <c>StreamWriter</c> in one. Made by
/// <see cref="CreatePair(ConnectionOptions?)"/> and by whatever connects or accepts.
/// </summary>
/// <remarks>
/// <para>The loop receives what arrives, whether or not anybody reads, up to twice the <see cref="Limit"/>; reads look only at
/// what is there, and wait for more while it is not enough. So a cancelled read loses nothing, and nobody waits in a
/// system call.</para>
/// <para>One coroutine at a time reads; any number may write. A write is sent at once as far as the peer takes it, and the rest is
/// queued: <see cref="Drain"/> waits until most of that is sent.</para>
/// <para>It belongs to one scheduler, and is used on that scheduler's thread.</para>
/// </remarks>
[DebuggerDisplay("{ToString(),nq}")]
public sealed partial class CoStream : IDisposable, IProtocol, OpenStreams.IOpen
{
    /// <summary>The limit of streams that are given none: 64 KiB, as in asyncio.</summary>
    public const int DefaultLimit = 64 * 1024;

    private const string Kind = "a stream";

    private Transport _transport = null!;
    private bool _hasEnded;
    private bool _isBrokenOff;
    private ExceptionDispatchInfo? _error;
    private WaiterQueue? _dataLine;
    private OpenLine? _drainLine;
    private OpenLine? _writeLine;
    private OpenLine? _closeLine;
    private OpenLine? _endLine;

    internal CoStream(Scheduler scheduler, int limit)
    {
        Scheduler = scheduler;
        Limit = limit;
        _input = new InputBuffer(scheduler.Buffers);
        CreationStack = OpenStreams.Origin(scheduler);
        scheduler.OpenStreams.Add(this);
    }

    /// <summary>What to call it in messages; null for its peer's address.</summary>
    public string? Name { get; set; }

    /// <summary>
    /// How many bytes may stand before a separator, and half of what is received without being read: asyncio's <c>limit</c>.
    /// </summary>
    public int Limit { get; }

    /// <summary>Whether it was closed, here or by an error: asyncio's <c>is_closing()</c>. What is queued may still be on its way.</summary>
    public bool IsClosing => _transport.IsClosing;

    /// <summary>Its own end of the connection; null in memory. asyncio's <c>get_extra_info('sockname')</c>.</summary>
    public EndPoint? LocalEndPoint => _transport.LocalEndPoint;

    /// <summary>The peer's end of the connection; null in memory. asyncio's <c>get_extra_info('peername')</c>.</summary>
    public EndPoint? RemoteEndPoint => _transport.RemoteEndPoint;

    /// <summary>
    /// The socket that it stands on, to look at and to set options of; null where there is none. Closing it is the stream's business.
    /// asyncio's <c>get_extra_info('socket')</c>.
    /// </summary>
    public Socket? Socket => _transport.Socket;

    /// <summary>What was agreed on with the peer where the connection is one of TLS; null where it is not.</summary>
    public TlsSession? Tls => _transport.Tls;

    /// <summary>
    /// Waits until the peer has left: it has ended its direction, or the connection is lost or closed here. For those who only
    /// write, and would not notice. No iteration passes if it has; a cancel of the wait changes nothing. asyncio has no counterpart.
    /// </summary>
    public Awaitable Closed => new(EndLine);

    internal bool CanRead => _transport.CanRead;

    internal Scheduler Scheduler { get; }

    /// <summary>The objects that serve its calls.</summary>
    internal StreamSpares Spares;

    /// <summary>Where it was made; in debug mode.</summary>
    internal string? CreationStack { get; }

    OpenStreams.IOpen? IChained<OpenStreams.IOpen>.Previous { get; set; }

    OpenStreams.IOpen? IChained<OpenStreams.IOpen>.Next { get; set; }

    string? OpenStreams.IOpen.CreationStack => CreationStack;

    /// <summary>What it is to the server that has accepted it; null for none.</summary>
    internal ServerConnection? Connection { get; set; }

    /// <summary>Whether the connection is over.</summary>
    internal bool IsLost { get; private set; }

    /// <summary>The task that waits for data; null if none does.</summary>
    internal CoTask? Reader => _dataLine is { Count: > 0 } line ? line.ToList()[0] : null;

    internal WaiterQueue DrainLine => (_drainLine ??= NewLine("until most is sent of what was written to", MayWriteMore)).Queue;

    internal WaiterQueue WriteLine => (_writeLine ??= NewLine("until all is sent of a WriteAll to")).Queue;

    private WaiterQueue DataLine => _dataLine ??= NewLine("for data from").Queue;

    private WaiterQueue CloseLine => (_closeLine ??= NewLine("for the end of", IsLostOrThrow)).Queue;

    private WaiterQueue EndLine => (_endLine ??= NewLine("for the peer to leave", HasPeerLeft)).Queue;

    /// <summary>
    /// Closes it: what is queued is still sent, and nothing is read any more. Those who wait for data are woken in the next iteration.
    /// A second call does nothing. asyncio's <c>close()</c>; see <see cref="WaitClosed"/>.
    /// </summary>
    /// <exception cref="InvalidOperationException">The scheduler runs on another thread.</exception>
    public void Close()
    {
        Scheduler.VerifyThread();
        if (!IsClosing)
        {
            _transport.Close();

            // Also while something is still to be sent: whoever waits for data shall not wait for that.
            Scheduler.CallSoon(EndReading);
        }
    }

    /// <summary>The same as <see cref="Close"/>, for <c>using</c>.</summary>
    public void Dispose() => Close();

    /// <summary>Closes it at once, and drops what is queued: asyncio's <c>transport.abort()</c>.</summary>
    /// <exception cref="InvalidOperationException">The scheduler runs on another thread.</exception>
    public void Abort()
    {
        Scheduler.VerifyThread();
        _transport.Abort(null);
    }

    /// <summary>
    /// Waits until it is closed, and all that was queued is sent: asyncio's <c>wait_closed()</c>. If an error ended the connection, that
    /// comes out, for everyone who waits. No iteration passes if it is over.
    /// </summary>
    /// <returns>What to yield. A cancel gives up the wait only.</returns>
    public Awaitable WaitClosed() => new(CloseLine);

    /// <summary>For reports.</summary>
    /// <returns>For example <c>stream 'client'</c> or <c>stream to 127.0.0.1:80 (closing)</c>.</returns>
    public override string ToString() => IsLost ? $"{Describe()} (closed)" : IsClosing ? $"{Describe()} (closing)" : Describe();

    /// <summary>Makes a stream of what bytes travel through.</summary>
    /// <param name="scheduler">The scheduler that it belongs to.</param>
    /// <param name="conduit">What they travel through, which is the stream's from now on.</param>
    /// <param name="limit">Its <see cref="Limit"/>.</param>
    internal static CoStream Over(Scheduler scheduler, Conduit conduit, int limit)
    {
        var stream = new CoStream(scheduler, limit);
        stream._transport = new ConduitTransport(scheduler, conduit, stream);
        return stream;
    }

    internal string Describe() => Name is not null ? $"stream {Repr.Of(Name)}"
        : RemoteEndPoint is { } peer ? $"stream to {peer}"
        : Kind;

    internal void ThrowIfBroken() => _error?.Throw();

    string OpenStreams.IOpen.Describe() => Describe();

    void OpenStreams.IOpen.End() => _transport.End();

    void IProtocol.ConnectionLost(Exception? error)
    {
        IsLost = true;
        Scheduler.OpenStreams.Remove(this);
        if (error is not null)
        {
            _error ??= ExceptionDispatchInfo.Capture(error);
            _isBrokenOff |= !_hasEnded;
        }

        EndReading();
        _closeLine?.Queue.WakeAll();
        _endLine?.Queue.WakeAll();
        _drainLine?.Queue.WakeAll();
        if (Connection is { } connection)
        {
            Connection = null;
            connection.Server.Remove(connection);
        }
    }

    private OpenLine NewLine(string purpose, Func<bool>? isOpen = null) => new(this, Kind, purpose) { IsOpen = isOpen };

    private void EndReading()
    {
        _hasEnded = true;
        _dataLine?.WakeFirst();
        _endLine?.Queue.WakeAll();
    }

    private bool IsLostOrThrow()
    {
        if (IsLost)
        {
            ThrowIfBroken();
        }

        return IsLost;
    }

    private bool MayWriteMore()
    {
        ThrowIfBroken();
        return !IsWritingPaused;
    }

    private bool HasPeerLeft() => _hasEnded || IsLost;
}
