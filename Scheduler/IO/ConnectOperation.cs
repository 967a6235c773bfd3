using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

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
        catch (SocketException exception) when (IsUnderWay(exception.SocketErrorCode))
        {
            // Connect has no form that answers "not yet" without an exception.
            _isUnderWay = true;
            return false;
        }
    }

    // A Unix domain socket's connect is never under way: there the same answer says that the listener's queue is full,
    // nothing was begun, and there is nothing to wait for. It is the caller's to try again.
    private bool IsUnderWay(SocketError error) =>
        error is SocketError.WouldBlock or SocketError.InProgress
        && (Socket.AddressFamily != AddressFamily.Unix || RuntimeInformation.IsOSPlatform(OSPlatform.Windows));

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
