namespace Coroutines.Tests.Streams;

/// <summary>Carries a byte at a time: a window of one byte, and every write a partial one.</summary>
internal sealed class BytewiseConduit(Conduit inner) : Conduit
{
    internal override void Watch(Interest interest)
    {
        inner.Transport = Transport;
        inner.Watch(interest);
    }

    internal override int TryReceive(Span<byte> room) => inner.TryReceive(room[..1]);

    internal override int TrySend(ReadOnlySpan<byte> bytes) => inner.TrySend(bytes[..1]);

    internal override void ShutdownSend() => inner.ShutdownSend();

    internal override void Close() => inner.Close();
}
