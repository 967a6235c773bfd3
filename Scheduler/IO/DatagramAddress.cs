using System.Net;
using System.Net.Sockets;

namespace Coroutines;

/// <summary>The addresses that datagrams are sent to: those of .NET, whose form is known here.</summary>
internal static class DatagramAddress
{
    /// <summary>Refuses what is no address to send to.</summary>
    internal static void Verify(EndPoint to, string name)
    {
        ThrowHelper.IfNull(to, name);
        if (to is DnsEndPoint host)
        {
            throw new ArgumentException(
                $"{Repr.Of(host.Host)} is a name. Look it up first, with GetAddrInfo, and send to an address.", name);
        }

        VerifyKind(to, name);
    }

    /// <summary>The same where a name is looked up.</summary>
    internal static void VerifyOrName(EndPoint? address, string name)
    {
        if (address is not (null or DnsEndPoint))
        {
            VerifyKind(address, name);
        }
    }

    private static void VerifyKind(EndPoint address, string name)
    {
        if (address is not (IPEndPoint or UnixDomainSocketEndPoint))
        {
            throw new ArgumentException($"A {address.GetType().Name} is no address that datagrams have. Use an IPEndPoint or a UnixDomainSocketEndPoint.", name);
        }
    }
}
