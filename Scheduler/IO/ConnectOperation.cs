using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Coroutines;

/// <summary>asyncio's <c>sock_connect</c>, for an address that needs no look-up; as .NET does it.</summary>
internal sealed class ConnectOperation(Socket socket, EndPoint remote) : SocketOperation<bool>(socket, Interest.Write)
{
    private bool _isUnderWay;

    /// <summary>The operation as it is done best on this system.</summary>
    internal static Frame Create(Socket socket, EndPoint remote) =>
        RuntimeInformation.IsOSPlatform(OSPlatform.Linux) ? new LinuxConnectOperation(socket, remote) : new ConnectOperation(socket, remote);

    private protected override Progress Try(SocketPoller sockets, ref bool result, out int bytes)
    {
        bytes = 0;
        result = true;
        if (_isUnderWay)
        {
            return IsConnected() ? Progress.Done : Progress.None;
        }

        try
        {
            Socket.Connect(remote);
            return Progress.Done;
        }
        catch (SocketException exception) when (IsUnderWay(exception.SocketErrorCode))
        {
            // Connect has no form that answers "not yet" without an exception.
            _isUnderWay = true;
            return Progress.None;
        }
    }

    // A Unix domain socket's connect is never under way: there the same answer says that the listener's queue is full,
    // nothing was begun, and there is nothing to wait for. It is the caller's to try again.
    private bool IsUnderWay(SocketError error) =>
        error is SocketError.WouldBlock or SocketError.InProgress or SocketError.AlreadyInProgress
        && (Socket.AddressFamily != AddressFamily.Unix || RuntimeInformation.IsOSPlatform(OSPlatform.Windows));

    private bool IsConnected()
    {
        if (!Socket.Poll(0, SelectMode.SelectWrite) && !Socket.Poll(0, SelectMode.SelectError))
        {
            return false;
        }

        var error = (SocketError)(int)Socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error)!;
        return error == SocketError.Success ? true : throw new SocketException((int)error);
    }
}
