using System.Diagnostics;
using System.Net;

namespace Coroutines;

/// <summary>What <see cref="CoDatagram.Receive"/> gives: the bytes of one datagram, and who has sent it.</summary>
[DebuggerDisplay("{ToString(),nq}")]
public readonly struct Datagram
{
    private readonly EndPoint? _from;

    internal Datagram(ReadOnlyMemory<byte> data, EndPoint from)
    {
        Data = data;
        _from = from;
    }

    /// <summary>Its bytes, which are the receiver's to keep. There may be none: an empty datagram is a datagram.</summary>
    public ReadOnlyMemory<byte> Data { get; }

    /// <summary>
    /// The address to answer to. Several datagrams of one sender may have the same object. A Unix domain socket that is not bound has no
    /// address: then it is an empty path, to which nothing can be sent.
    /// </summary>
    /// <exception cref="InvalidStateException">It is empty (default): nothing was ever received with it.</exception>
    public EndPoint From => _from ?? throw new InvalidStateException("This Datagram is empty (default): it is what a Receive gives once it has been awaited.");

    /// <summary>For reports.</summary>
    /// <returns>For example <c>5 bytes from 127.0.0.1:53</c>.</returns>
    public override string ToString() => _from is null ? "no datagram" : $"{Data.Length} bytes from {_from}";
}
