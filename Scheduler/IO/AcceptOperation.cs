using System.Net.Sockets;

namespace Coroutines;

/// <summary>asyncio's <c>sock_accept</c>.</summary>
internal sealed class AcceptOperation(Socket listener) : SocketOperation<Socket>(listener, Interest.Read)
{
    private protected override Progress Try(SocketPoller sockets, ref Socket accepted, out int bytes)
    {
        bytes = 0;
        try
        {
            // Asked first: Accept has no form that answers "nobody there" without an exception.
            if (!Socket.Poll(0, SelectMode.SelectRead))
            {
                return Progress.None;
            }

            accepted = Socket.Accept();
            accepted.Blocking = false;
            return Progress.Done;
        }
        catch (SocketException exception) when (exception.SocketErrorCode is SocketError.WouldBlock or SocketError.ConnectionAborted)
        {
            // The one who knocked has gone again, or somebody else let them in.
            return Progress.None;
        }
    }
}
