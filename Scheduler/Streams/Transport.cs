using System.Net;
using System.Net.Sockets;

namespace Coroutines;

/// <summary>What a stream stands on: asyncio's transport. Nothing above it knows what the bytes travel through.</summary>
/// <remarks>All members are for the scheduler's thread. News goes to the protocol from items of the ready queue, never from inside a call.</remarks>
internal abstract class Transport
{
    internal abstract bool IsClosing { get; }

    internal abstract bool CanRead { get; }

    internal abstract bool CanWrite { get; }

    internal abstract bool CanWriteEof { get; }

    internal virtual EndPoint? LocalEndPoint => null;

    internal virtual EndPoint? RemoteEndPoint => null;

    internal virtual Socket? Socket => null;

    /// <summary>What was agreed on where it is TLS.</summary>
    internal virtual TlsSession? Tls => null;

    /// <summary>Whom it hands its bytes and its news to.</summary>
    internal abstract IProtocol Protocol { set; }

    /// <summary>How many bytes were written and are not sent.</summary>
    internal abstract int WriteBufferSize { get; }

    internal abstract void PauseReading();

    internal abstract void ResumeReading();

    /// <summary>Sends what is taken at once, and queues the rest. After the end nothing happens.</summary>
    internal abstract void Write(ReadOnlySpan<byte> bytes);

    /// <summary>The same without a copy.</summary>
    /// <returns>Whether all of it is sent; if not, <see cref="StreamWriteAll.Sent"/> is called when it is.</returns>
    internal abstract bool Write(ReadOnlyMemory<byte> bytes, StreamWriteAll write);

    /// <summary>Nothing more is sent of what was lent; it may have been in part.</summary>
    internal abstract void GiveUp(StreamWriteAll write);

    /// <summary>Sends what is queued, and then the end.</summary>
    internal abstract void WriteEof();

    internal abstract void SetWriteBufferLimits(WaterMarks marks);

    /// <summary>Sends what is queued, and closes then.</summary>
    internal abstract void Close();

    /// <summary>Closes, whatever is queued.</summary>
    /// <param name="error">Why; null where it is no error.</param>
    internal abstract void Abort(Exception? error);

    /// <summary>The scheduler has ended: closes what the system holds, and tells nobody.</summary>
    internal abstract void End();
}
