using System.Net;
using System.Net.Sockets;

namespace Coroutines;

/// <summary>What goes wrong with datagrams, in words that say which one it was, and what to do.</summary>
internal static class DatagramErrors
{
    internal static NamedSocketException OfSending(SocketException error, int length, EndPoint to) => error.SocketErrorCode == SocketError.MessageSize
        ? new NamedSocketException(SocketError.MessageSize, $"A datagram of {length} bytes to {to} is too long: {LimitOf(to)}. Send it in parts, or through a stream.")
        : NamedSocketException.Of(error, $"Sending a datagram to {to} failed");

    internal static NamedSocketException OfReceiving(SocketException error, CoDatagram endpoint) => error.SocketErrorCode switch
    {
        SocketError.MessageSize => new NamedSocketException(
            SocketError.MessageSize, $"A datagram for the {endpoint.Describe()} was longer than the {DatagramSockets.LongestDatagram} bytes that can be received, and is lost."),
        SocketError.ConnectionRefused => NamedSocketException.Of(error, $"Nobody listens for datagrams at {endpoint.RemoteEndPoint}"),
        _ => NamedSocketException.Of(error, $"Receiving at the {endpoint.Describe()} failed"),
    };

    private static string LimitOf(EndPoint to) => to.AddressFamily switch
    {
        AddressFamily.InterNetwork => "UDP carries at most 65507 bytes in one, and less where the network does not let it be cut",
        AddressFamily.InterNetworkV6 => "UDP carries at most 65527 bytes in one, and less where the network does not let it be cut",
        _ => "the socket's SendBufferSize is the limit",
    };
}
