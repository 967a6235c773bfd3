using System.Net;
using System.Net.Sockets;

namespace Coroutines;

/// <summary>asyncio's <c>sock_connect</c> by the system's own call, of which .NET hears when it has succeeded.</summary>
/// <remarks>
/// A connect that fails confuses .NET. It takes a non-blocking socket for connected that is writable and holds no error,
/// and so does a refused one once its error was read; and for the next attempt it wants another descriptor, or gives up.
/// The system's call has no such troubles, and may be asked again and again: it begins, it says that it goes on, and it
/// says how it has ended, whereupon a socket that was refused is as good as new.
/// </remarks>
internal sealed unsafe class LinuxConnectOperation(Socket socket, EndPoint remote) : SocketOperation<bool>(socket, Interest.Write)
{
    private bool _isUnderWay;

    private protected override Progress Try(SocketPoller sockets, ref bool result, out int bytes)
    {
        bytes = 0;
        result = true;

        if (_isUnderWay && Socket.Poll(0, SelectMode.SelectWrite) && !Socket.Poll(0, SelectMode.SelectError))
        {
            // It has succeeded. Where .NET is the one who asks how it went, it takes note without an exception.
            TellDotNet(isCertain: false);
            return Progress.Done;
        }

        int error = Ask(sockets.RegistrationOf(Socket));
        if (IsUnderWay(error))
        {
            _isUnderWay = true;
            return Progress.None;
        }

        if (error != 0)
        {
            throw new SocketException((int)Libc.SocketErrorOf(error));
        }

        TellDotNet(isCertain: true);
        return Progress.Done;
    }

    private static bool IsUnderWay(int error) => error is Libc.Einprogress or Libc.Ealready or Libc.Eintr;

    private int Ask(SocketRegistration registration)
    {
        if (!registration.TryHold())
        {
            throw Registration.Closed();
        }

        try
        {
            int error = Connect(registration.Descriptor);
            if (error == Libc.Ealready && registration.Connecting is { } other && !other.Equals(remote))
            {
                // An attempt that was given up goes on, and it was another address that it asked for.
                Disconnect(registration.Descriptor);
                error = Connect(registration.Descriptor);
            }

            registration.Connecting = IsUnderWay(error) ? remote : null;
            return error;
        }
        finally
        {
            registration.Release();
        }
    }

    private void TellDotNet(bool isCertain)
    {
        try
        {
            Socket.Connect(remote);
        }
        catch (SocketException exception) when (isCertain || exception.SocketErrorCode == SocketError.IsConnected)
        {
            // After a connect of its own, however that went, .NET looks whether the socket is connected.
            _ = Socket.Connected;
        }
    }

    private int Connect(int descriptor)
    {
        EndPoint target = remote is IPEndPoint { AddressFamily: AddressFamily.InterNetwork } ip && Socket is { AddressFamily: AddressFamily.InterNetworkV6, DualMode: true }
            ? new IPEndPoint(ip.Address.MapToIPv6(), ip.Port)
            : remote;
        SocketAddress address = target.Serialize();
        byte* bytes = stackalloc byte[address.Size];
        for (int i = 0; i < address.Size; i++)
        {
            bytes[i] = address[i];
        }

        return Libc.Connect(descriptor, bytes, address.Size) == 0 ? 0 : Libc.LastError;
    }

    private static void Disconnect(int descriptor)
    {
        const int Length = 16;
        byte* unspecified = stackalloc byte[Length];
        new Span<byte>(unspecified, Length).Clear();
        _ = Libc.Connect(descriptor, unspecified, Length);
    }
}
