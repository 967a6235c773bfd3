using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Coroutines.Testing;

/// <summary>Addresses as they stand in a recording.</summary>
internal static class EndPointText
{
    private const string Unix = "unix:";

    internal static string? Of(EndPoint? address) => address switch
    {
        null => null,
        IPEndPoint => address.ToString(),
        _ when address.Equals(SocketAddressBytes.Unnamed) => Unix,
        _ => Unix + address,
    };

    internal static EndPoint? Parse(string? text) => text switch
    {
        null => null,
        Unix => SocketAddressBytes.Unnamed,
        _ when text.StartsWith(Unix, StringComparison.Ordinal) => new UnixDomainSocketEndPoint(text[Unix.Length..]),
        _ => ParseIP(text),
    };

    /// <summary>Several, as one text.</summary>
    internal static string Join(IEnumerable<IPEndPoint> addresses) => string.Join(" ", addresses);

    internal static IPEndPoint[] Split(string text) => [.. text.Split([' '], StringSplitOptions.RemoveEmptyEntries).Select(ParseIP)];

    private static IPEndPoint ParseIP(string text)
    {
        int colon = text.LastIndexOf(':');
        return new IPEndPoint(IPAddress.Parse(text[..colon]), int.Parse(text[(colon + 1)..], CultureInfo.InvariantCulture));
    }
}
