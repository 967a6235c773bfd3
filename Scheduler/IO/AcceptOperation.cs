using System.Net.Sockets;

namespace Coroutines;

/// <summary>asyncio's <c>sock_accept</c>.</summary>
internal sealed class AcceptOperation(Socket listener) : SocketOperation<Socket>(listener, Interest.Read)
{
    private protected override bool TryComplete(out Socket accepted)
    {
        accepted = null!;
        try
        {
            // Asked first: Accept has no form that answers "nobody there" without an exception.
            if (!Socket.Poll(0, SelectMode.SelectRead))
            {
                return false;
            }

            accepted = Socket.Accept();
            accepted.Blocking = false;
            return true;
        }
        catch (SocketException exception) when (exception.SocketErrorCode is SocketError.WouldBlock or SocketError.ConnectionAborted)
        {
            // The one who knocked has gone again, or somebody else let them in.
            return false;
        }
    }
}
