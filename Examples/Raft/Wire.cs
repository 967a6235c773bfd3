using System.Buffers.Binary;
using static Coroutines.Awaitable;

namespace Coroutines.Examples.Raft;

/// <summary>Messages on a stream: each with its length in front.</summary>
internal static class Wire
{
    private const int HeadSize = sizeof(int);
    private const int LongestMessage = 64 * 1024 * 1024;

    /// <summary>Never waits.</summary>
    internal static void Send(this CoStream stream, Message message)
    {
        using var buffer = new MemoryStream();
        using var writer = new BinaryWriter(buffer);
        writer.Write(0);
        writer.Write(message);
        Span<byte> frame = buffer.GetBuffer().AsSpan(0, (int)buffer.Length);
        BinaryPrimitives.WriteInt32LittleEndian(frame, frame.Length - HeadSize);
        stream.Write(frame);
    }

    /// <summary>Returns the next message; null at the end, also where that comes in the middle of one.</summary>
    internal static IEnumerator<Awaitable> ReceiveMessage(this CoStream stream)
    {
        yield return stream.Peek(HeadSize).Into(out Awaitable<ReadOnlyMemory<byte>> head);
        if (head.Result.Length < HeadSize)
        {
            yield return Return<Message?>(null);
        }

        int length = BinaryPrimitives.ReadInt32LittleEndian(head.Result.Span);
        if (length is < 1 or > LongestMessage)
        {
            throw new InvalidDataException($"A message of {length} bytes is announced: somebody else speaks here.");
        }

        yield return stream.Peek(HeadSize + length).Into(out Awaitable<ReadOnlyMemory<byte>> whole);
        if (whole.Result.Length < HeadSize + length)
        {
            yield return Return<Message?>(null);
        }

        byte[] bytes = whole.Result.Slice(HeadSize, length).ToArray();
        stream.Advance(HeadSize + length);
        using var reader = new BinaryReader(new MemoryStream(bytes));
        yield return Return<Message?>(reader.ReadMessage());
    }
}
