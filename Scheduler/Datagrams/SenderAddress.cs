using System.Net;

namespace Coroutines;

/// <summary>The address of the last sender: mostly the next datagram is the same one's, and needs no new object.</summary>
internal sealed class SenderAddress
{
    private readonly byte[] _bytes = new byte[SocketAddressBytes.Longest];
    private int _length = -1;
    private EndPoint? _endPoint;

    // What the object says as long as nobody has changed it: an IPEndPoint lets everybody.
    private IPAddress? _address;
    private int _port;

    internal EndPoint Of(ReadOnlySpan<byte> bytes)
    {
        if (_endPoint is { } known && bytes.Length == _length && bytes.SequenceEqual(_bytes.AsSpan(0, _length)) && IsUnchanged(known))
        {
            return known;
        }

        EndPoint sender = SocketAddressBytes.Read(bytes);
        bytes.CopyTo(_bytes);
        _length = bytes.Length;
        _endPoint = sender;
        _address = (sender as IPEndPoint)?.Address;
        _port = (sender as IPEndPoint)?.Port ?? 0;
        return sender;
    }

    private bool IsUnchanged(EndPoint known) => known is not IPEndPoint ip || (ReferenceEquals(ip.Address, _address) && ip.Port == _port);
}
