using System.Net.Sockets;

namespace Coroutines;

/// <summary>asyncio's <c>sock_sendall</c>.</summary>
internal sealed class SendOperation(Socket socket, ReadOnlyMemory<byte> data) : SocketOperation<int>(socket, Interest.Write)
{
    private int _sent;

    private protected override bool TryComplete(out int sent)
    {
        do
        {
            int count = Socket.Send(data.Span[_sent..], SocketFlags.None, out SocketError error);
            sent = _sent += error == SocketError.Success ? count : 0;
            if (!IsDone(error))
            {
                return false;
            }
        }
        while (_sent < data.Length);

        return true;
    }
}
