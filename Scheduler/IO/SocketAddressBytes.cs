using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Coroutines;

/// <summary>
/// Addresses as Linux wants them, on the little-endian machines that .NET runs on there: .NET makes an object of each on the way, which every
/// datagram would pay for.
/// </summary>
internal static class SocketAddressBytes
{
    /// <summary>sockaddr_storage.</summary>
    internal const int Longest = 128;

    private const ushort FamilyIPv4 = 2;
    private const ushort FamilyIPv6 = 10;
    private const int SizeIPv4 = 16;
    private const int SizeIPv6 = 28;
    private const int PlaceOfPort = 2;
    private const int PlaceOfIPv4 = 4;
    private const int PlaceOfIPv6 = 8;
    private const int PlaceOfScope = 24;
    private const int FamilySize = 2;

    private static readonly UnixDomainSocketEndPoint _unix = new("-");

    /// <summary>The address of a Unix domain socket that is not bound.</summary>
    internal static EndPoint Unnamed { get; } = UnixOf([]);

    /// <returns>How many bytes it has.</returns>
    internal static int Write(EndPoint address, Span<byte> bytes)
    {
        if (address is not IPEndPoint ip)
        {
            return WriteOther(address, bytes);
        }

        bool isIPv4 = ip.AddressFamily == AddressFamily.InterNetwork;
        int size = isIPv4 ? SizeIPv4 : SizeIPv6;
        bytes[..size].Clear();
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, isIPv4 ? FamilyIPv4 : FamilyIPv6);
        BinaryPrimitives.WriteUInt16BigEndian(bytes[PlaceOfPort..], (ushort)ip.Port);
        ip.Address.TryWriteBytes(bytes[(isIPv4 ? PlaceOfIPv4 : PlaceOfIPv6)..], out _);
        if (!isIPv4)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes[PlaceOfScope..], (uint)ip.Address.ScopeId);
        }

        return size;
    }

    internal static EndPoint Read(ReadOnlySpan<byte> bytes) => FamilyOf(bytes) switch
    {
        FamilyIPv4 => new IPEndPoint(new IPAddress(bytes.Slice(PlaceOfIPv4, PlaceOfIPv6 - PlaceOfIPv4)), PortOf(bytes)),
        FamilyIPv6 => new IPEndPoint(
            new IPAddress(bytes[PlaceOfIPv6..PlaceOfScope], BinaryPrimitives.ReadUInt32LittleEndian(bytes[PlaceOfScope..])), PortOf(bytes)),
        _ => UnixOf(bytes),
    };

    private static ushort FamilyOf(ReadOnlySpan<byte> bytes) => bytes.Length < FamilySize ? default : BinaryPrimitives.ReadUInt16LittleEndian(bytes);

    private static int PortOf(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt16BigEndian(bytes[PlaceOfPort..]);

    private static EndPoint UnixOf(ReadOnlySpan<byte> bytes)
    {
        var address = new SocketAddress(AddressFamily.Unix, Math.Max(bytes.Length, FamilySize));
        for (int i = FamilySize; i < bytes.Length; i++)
        {
            address[i] = bytes[i];
        }

        return _unix.Create(address);
    }

    private static int WriteOther(EndPoint other, Span<byte> bytes)
    {
        SocketAddress address = other.Serialize();
        for (int i = 0; i < address.Size; i++)
        {
            bytes[i] = address[i];
        }

        return address.Size;
    }
}
