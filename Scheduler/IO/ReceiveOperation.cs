using System.Net.Sockets;

namespace Coroutines;

/// <summary>asyncio's <c>sock_recv_into</c>.</summary>
internal sealed class ReceiveOperation(Socket socket, Memory<byte> buffer) : SocketOperation<int>(socket, Interest.Read)
{
    private protected override Progress Try(SocketPoller sockets, ref int received, out int bytes)
    {
        if (buffer.IsEmpty)
        {
            // As in asyncio; .NET would wait until there is something to receive.
            received = bytes = 0;
            return Progress.Done;
        }

        received = bytes = Socket.Receive(buffer.Span, SocketFlags.None, out SocketError error);
        return ProgressOf(error);
    }
}
