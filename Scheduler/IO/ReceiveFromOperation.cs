using System.Net;
using System.Net.Sockets;

namespace Coroutines;

/// <summary>asyncio's <c>sock_recvfrom_into</c>.</summary>
internal sealed class ReceiveFromOperation(Socket socket, Memory<byte> buffer) : SocketOperation<(int Count, EndPoint From)>(socket, Interest.Read)
{
    private protected override Progress Try(SocketPoller sockets, ref (int Count, EndPoint From) result, out int bytes)
    {
        int received = LinuxDatagrams.AreSupported ? ReceiveOnLinux(sockets.RegistrationOf(Socket), out EndPoint from) : Receive(out from);
        bytes = Math.Max(received, 0);
        result = (bytes, from);
        return received < 0 ? Progress.None : Progress.Done;
    }

    private int ReceiveOnLinux(SocketRegistration registration, out EndPoint from)
    {
        Span<byte> address = stackalloc byte[SocketAddressBytes.Longest];
        if (!registration.TryHold())
        {
            throw Registration.Closed();
        }

        try
        {
            int received = LinuxDatagrams.Receive(registration.Descriptor, buffer.Span, address, out int length);

            // A stream says nothing of where its bytes come from.
            from = received >= 0 && length > 0 ? SocketAddressBytes.Read(address[..length]) : AddressOfPeer();
            return received;
        }
        finally
        {
            registration.Release();
        }
    }

    private int Receive(out EndPoint from)
    {
        from = Socket.AddressFamily switch
        {
            AddressFamily.InterNetwork => new IPEndPoint(IPAddress.Any, 0),
            AddressFamily.InterNetworkV6 => new IPEndPoint(IPAddress.IPv6Any, 0),
            _ => SocketAddressBytes.Unnamed,
        };
        return PlainDatagrams.Receive(Socket, buffer, asksForSender: true, ref from);
    }

    private EndPoint AddressOfPeer() => (Socket.Connected ? Socket.RemoteEndPoint : null) ?? SocketAddressBytes.Unnamed;
}
