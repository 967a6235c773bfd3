using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Coroutines;

/// <summary>Asks the system which name an address has, and which service its port. Blocks, so it runs on a thread.</summary>
internal static unsafe class NameLookUp
{
    // NI_MAXHOST and NI_MAXSERV.
    private const int LongestHost = 1025;
    private const int LongestService = 32;

    private const int LinuxTryAgain = -3;

    /// <summary>Digits stand for what has no name.</summary>
    internal static (string Host, string Service) Ask(IPEndPoint address) =>
        RuntimeInformation.IsOSPlatform(OSPlatform.Windows) ? AskDotNet(address) : AskSystem(address);

    private static (string Host, string Service) AskSystem(IPEndPoint address)
    {
        SocketAddress serialized = address.Serialize();
        byte* bytes = stackalloc byte[serialized.Size];
        for (int i = 0; i < serialized.Size; i++)
        {
            bytes[i] = serialized[i];
        }

        byte* host = stackalloc byte[LongestHost];
        byte* service = stackalloc byte[LongestService];
        int error = Libc.GetNameInfo(bytes, serialized.Size, host, LongestHost, service, LongestService, flags: 0);
        return error == 0
            ? (TextAt(host), TextAt(service))
            : throw NamedSocketException.Of(
                new SocketException((int)(error == LinuxTryAgain ? SocketError.TryAgain : SocketError.HostNotFound)), $"Looking the name of {address} up failed");
    }

    // .NET knows no names of services.
    private static (string Host, string Service) AskDotNet(IPEndPoint address)
    {
        string service = address.Port.ToString(CultureInfo.InvariantCulture);
        try
        {
            return (Dns.GetHostEntry(address.Address).HostName, service);
        }
        catch (SocketException error) when (error.SocketErrorCode is SocketError.HostNotFound or SocketError.NoData)
        {
            return (address.Address.ToString(), service);
        }
    }

    private static string TextAt(byte* text) => Marshal.PtrToStringUTF8((IntPtr)text)!;
}
