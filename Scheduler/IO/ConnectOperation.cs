using System.Net;
using System.Net.Sockets;

namespace Coroutines;

/// <summary>asyncio's <c>sock_connect</c>, for an address that needs no look-up.</summary>
internal sealed class ConnectOperation(Socket socket, EndPoint remote) : SocketOperation<bool>(socket, Interest.Write)
{
    private bool _isUnderWay;

    private protected override bool TryComplete(out bool result)
    {
        result = true;
        if (_isUnderWay)
        {
            return IsConnected();
        }

        try
        {
            Socket.Connect(remote);
            return true;
        }
        catch (SocketException exception) when (exception.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress)
        {
            // Connect has no form that answers "not yet" without an exception.
            _isUnderWay = true;
            return false;
        }
    }

    private bool IsConnected()
    {
        // Poll also has the Socket take note that it is connected.
        if (!Socket.Poll(0, SelectMode.SelectWrite) && !Socket.Poll(0, SelectMode.SelectError))
        {
            return false;
        }

        var error = (SocketError)(int)Socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error)!;
        return error == SocketError.Success ? true : throw new SocketException((int)error);
    }
}
