using System.Net.Sockets;

namespace Coroutines;

/// <summary>asyncio's <c>sock_recv_into</c>.</summary>
internal sealed class ReceiveOperation(Socket socket, Memory<byte> buffer) : SocketOperation<int>(socket, Interest.Read)
{
    private protected override bool TryComplete(out int received)
    {
        received = Socket.Receive(buffer.Span, SocketFlags.None, out SocketError error);
        return IsDone(error);
    }
}
