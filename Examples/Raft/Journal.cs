using System.Buffers.Binary;
using static Coroutines.Awaitable;

namespace Coroutines.Examples.Raft;

/// <summary>
/// A node's term, vote and log on the disk: one record for each change, and each says from which place on the log is another one. A record has
/// its length and a checksum in front; so one that was torn by a crash is recognised, and was not answered for.
/// </summary>
internal sealed class Journal(IStorage storage, Mistake mistake)
{
    private const int HeadSize = 2 * sizeof(int);

    private Ballot _saved;

    /// <summary>Reads what is there; the log goes to where it is empty as yet. Returns the <see cref="Ballot"/>.</summary>
    internal IEnumerator<Awaitable> Load(ReplicatedLog log)
    {
        yield return Await<byte[]>(storage.ReadAll()).Into(out Awaitable<byte[]> all);
        ReadOnlyMemory<byte> rest = all.Result;
        while (TryTakeRecord(ref rest, out byte[] record))
        {
            Replay(record, log);
        }

        if (!rest.IsEmpty)
        {
            // Torn. What is written next must not stand behind it.
            yield return Await(storage.Truncate(all.Result.Length - rest.Length));
        }

        log.MarkSaved();
        yield return Return(_saved);
    }

    /// <summary>Writes down what has changed, and waits until it is safe.</summary>
    internal IEnumerator<Awaitable> Save(Consensus node)
    {
        var ballot = new Ballot(node.Term, mistake == Mistake.ForgetsItsVote ? null : node.Vote);
        if (ballot != _saved || node.Log.SavedIndex < node.Log.LastIndex)
        {
            yield return Await(storage.Append(MakeRecord(ballot, node.Log)));
            if (mistake != Mistake.ForgetsToFlush)
            {
                yield return Await(storage.Flush());
            }

            _saved = ballot;
        }
    }

    private static byte[] MakeRecord(Ballot ballot, ReplicatedLog log)
    {
        using var buffer = new MemoryStream();
        using var writer = new BinaryWriter(buffer);
        writer.Write(0L); // the head, see below
        writer.Write(ballot.Term);
        writer.WriteText(ballot.Vote);
        writer.Write(log.SavedIndex);
        writer.WriteEntries(log.After(log.SavedIndex, int.MaxValue));
        byte[] record = buffer.ToArray();
        BinaryPrimitives.WriteInt32LittleEndian(record, record.Length - HeadSize);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(sizeof(int)), Checksum(record.AsSpan(HeadSize)));
        return record;
    }

    private static bool TryTakeRecord(ref ReadOnlyMemory<byte> rest, out byte[] record)
    {
        record = [];
        if (rest.Length < HeadSize)
        {
            return false;
        }

        int length = BinaryPrimitives.ReadInt32LittleEndian(rest.Span);
        if (length <= 0 || length > rest.Length - HeadSize)
        {
            return false;
        }

        record = rest.Slice(HeadSize, length).ToArray();
        bool isWhole = BinaryPrimitives.ReadUInt32LittleEndian(rest.Span[sizeof(int)..]) == Checksum(record);
        rest = isWhole ? rest[(HeadSize + length)..] : rest;
        return isWhole;
    }

    private void Replay(byte[] record, ReplicatedLog log)
    {
        using var reader = new BinaryReader(new MemoryStream(record));
        _saved = new Ballot(reader.ReadInt64(), reader.ReadText());
        log.CutAfter(reader.ReadInt64());
        foreach (LogEntry entry in reader.ReadEntries())
        {
            log.Append(entry);
        }
    }

    // FNV-1a.
    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        uint hash = 2166136261;
        foreach (byte value in bytes)
        {
            hash = unchecked((hash ^ value) * 16777619);
        }

        return hash;
    }
}
