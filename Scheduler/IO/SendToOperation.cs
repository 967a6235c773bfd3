using System.Net;
using System.Net.Sockets;

namespace Coroutines;

/// <summary>asyncio's <c>sock_sendto</c>.</summary>
internal sealed class SendToOperation(Socket socket, ReadOnlyMemory<byte> data, EndPoint to) : SocketOperation<int>(socket, Interest.Write)
{
    private protected override Progress Try(SocketPoller sockets, ref int result, out int bytes)
    {
        int sent = LinuxDatagrams.AreSupported ? SendOnLinux(sockets.RegistrationOf(Socket)) : PlainDatagrams.Send(Socket, data, to);
        result = bytes = Math.Max(sent, 0);
        return sent < 0 ? Progress.None : Progress.Done;
    }

    private int SendOnLinux(SocketRegistration registration)
    {
        if (!registration.TryHold())
        {
            throw Registration.Closed();
        }

        try
        {
            return LinuxDatagrams.Send(registration.Descriptor, data.Span, to);
        }
        finally
        {
            registration.Release();
        }
    }
}
