using System.Net.Sockets;

namespace Coroutines;

/// <summary>asyncio's <c>sock_recv_into</c>.</summary>
internal sealed class ReceiveOperation(Socket socket, Memory<byte> buffer) : SocketOperation<int>(socket, Interest.Read)
{
    private protected override bool TryComplete(out int received)
    {
        if (buffer.IsEmpty)
        {
            // As in asyncio; .NET would wait until there is something to receive.
            received = 0;
            return true;
        }

        received = Socket.Receive(buffer.Span, SocketFlags.None, out SocketError error);
        return IsDone(error);
    }
}
