using System.Buffers.Binary;

namespace Coroutines.Tests.Tls;

/// <summary>Looks at what goes through a conduit as records of TLS, and lists their lengths.</summary>
internal sealed class RecordCounter(Conduit inner) : Conduit
{
    private const int HeaderSize = 5;

    private readonly List<byte> _sent = [];

    /// <summary>The lengths of the records that were sent and were not looked at yet.</summary>
    internal List<int> TakeRecords()
    {
        var lengths = new List<int>();
        Span<byte> left = _sent.ToArray();
        while (!left.IsEmpty)
        {
            int length = BinaryPrimitives.ReadUInt16BigEndian(left[3..]);
            lengths.Add(length);
            left = left[(HeaderSize + length)..];
        }

        _sent.Clear();
        return lengths;
    }

    internal override void Watch(Interest interest)
    {
        inner.Transport = Transport;
        inner.Watch(interest);
    }

    internal override int TryReceive(Span<byte> room) => inner.TryReceive(room);

    internal override int TrySend(ReadOnlySpan<byte> bytes)
    {
        int count = inner.TrySend(bytes);
        _sent.AddRange(bytes[..count]);
        return count;
    }

    internal override void ShutdownSend() => inner.ShutdownSend();

    internal override void Close() => inner.Close();
}
