using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Coroutines;

/// <summary>
/// SO_REUSEADDR and SO_REUSEPORT, each for itself: on Linux, .NET's <see cref="SocketOptionName.ReuseAddress"/> sets both, and two servers could share a
/// port by mistake.
/// </summary>
internal static class SocketOptions
{
    private const int LinuxSocketLevel = 1;
    private const int LinuxReuseAddress = 2;
    private const int LinuxReusePort = 15;

    internal static void SetReuse(Socket socket, bool address, bool port)
    {
        if (RuntimeInformation.IsOSPlatform(OSPlatform.Linux))
        {
            SetRaw(socket, LinuxReuseAddress, address);
            SetRaw(socket, LinuxReusePort, port);
        }
        else if (port)
        {
            throw new PlatformNotSupportedException("ReusePort exists on Linux only.");
        }
        else if (address && !RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
        {
            // On Windows it would let two servers share an address, and is not needed.
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        }
    }

    private static unsafe void SetRaw(Socket socket, int option, bool isSet)
    {
        int value = isSet ? 1 : 0;
        if (Libc.SetSocketOption((int)socket.Handle, LinuxSocketLevel, option, &value, sizeof(int)) != 0)
        {
            throw Libc.Failure("setsockopt", Libc.LastError);
        }
    }
}
