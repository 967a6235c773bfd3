using System.Net.Sockets;

namespace Coroutines;

/// <summary>asyncio's <c>sock_sendall</c>.</summary>
internal sealed class SendOperation(Socket socket, ReadOnlyMemory<byte> data) : SocketOperation<int>(socket, Interest.Write)
{
    private protected override Progress Try(SocketPoller sockets, ref int sent, out int bytes)
    {
        bytes = Socket.Send(data.Span[sent..], SocketFlags.None, out SocketError error);
        if (ProgressOf(error) == Progress.None)
        {
            return Progress.None;
        }

        sent += bytes;
        return sent < data.Length ? Progress.Partial : Progress.Done;
    }
}
