namespace Coroutines.Examples.Raft;

/// <summary>Messages and entries as bytes.</summary>
internal static class Codec
{
    private enum Kind : byte
    {
        VoteRequest,
        VoteReply,
        AppendRequest,
        AppendReply,
        Command,
        Answer,
    }

    internal static void Write(this BinaryWriter writer, Message message)
    {
        switch (message)
        {
            case VoteRequest(var from, var term, var lastIndex, var lastTerm):
                writer.WriteHead(Kind.VoteRequest, from, term);
                writer.Write(lastIndex);
                writer.Write(lastTerm);
                break;
            case VoteReply(var from, var term, var isGranted):
                writer.WriteHead(Kind.VoteReply, from, term);
                writer.Write(isGranted);
                break;
            case AppendRequest(var from, var term, var previousIndex, var previousTerm, var entries, var commit, var round):
                writer.WriteHead(Kind.AppendRequest, from, term);
                writer.Write(previousIndex);
                writer.Write(previousTerm);
                writer.WriteEntries(entries);
                writer.Write(commit);
                writer.Write(round);
                break;
            case AppendReply(var from, var term, var isStored, var index, var round):
                writer.WriteHead(Kind.AppendReply, from, term);
                writer.Write(isStored);
                writer.Write(index);
                writer.Write(round);
                break;
            case Command command:
                writer.Write((byte)Kind.Command);
                writer.WriteCommand(command);
                break;
            case Answer(var number, var isDone, var value, var hasMatched, var leader):
                writer.Write((byte)Kind.Answer);
                writer.Write(number);
                writer.Write(isDone);
                writer.WriteText(value);
                writer.Write(hasMatched);
                writer.WriteText(leader);
                break;
        }
    }

    internal static Message ReadMessage(this BinaryReader reader) => (Kind)reader.ReadByte() switch
    {
        Kind.VoteRequest => new VoteRequest(reader.ReadString(), reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64()),
        Kind.VoteReply => new VoteReply(reader.ReadString(), reader.ReadInt64(), reader.ReadBoolean()),
        Kind.AppendRequest => new AppendRequest(
            reader.ReadString(), reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64(), reader.ReadEntries(), reader.ReadInt64(), reader.ReadInt64()),
        Kind.AppendReply => new AppendReply(reader.ReadString(), reader.ReadInt64(), reader.ReadBoolean(), reader.ReadInt64(), reader.ReadInt64()),
        Kind.Command => reader.ReadCommand(),
        Kind.Answer => new Answer(reader.ReadInt64(), reader.ReadBoolean(), reader.ReadText(), reader.ReadBoolean(), reader.ReadText()),
        var kind => throw new InvalidDataException($"No message begins with the byte {(byte)kind}: somebody else speaks here."),
    };

    internal static void WriteEntries(this BinaryWriter writer, IReadOnlyList<LogEntry> entries)
    {
        writer.Write(entries.Count);
        foreach ((long term, Command command) in entries)
        {
            writer.Write(term);
            writer.WriteCommand(command);
        }
    }

    internal static IReadOnlyList<LogEntry> ReadEntries(this BinaryReader reader)
    {
        var entries = new LogEntry[reader.ReadInt32()];
        for (int i = 0; i < entries.Length; i++)
        {
            entries[i] = new LogEntry(reader.ReadInt64(), reader.ReadCommand());
        }

        return entries;
    }

    internal static void WriteText(this BinaryWriter writer, string? text)
    {
        writer.Write(text is not null);
        if (text is not null)
        {
            writer.Write(text);
        }
    }

    internal static string? ReadText(this BinaryReader reader) => reader.ReadBoolean() ? reader.ReadString() : null;

    private static void WriteHead(this BinaryWriter writer, Kind kind, string from, long term)
    {
        writer.Write((byte)kind);
        writer.Write(from);
        writer.Write(term);
    }

    private static void WriteCommand(this BinaryWriter writer, Command command)
    {
        writer.Write(command.Client);
        writer.Write(command.Number);
        writer.Write((byte)command.Kind);
        writer.Write(command.Key);
        writer.WriteText(command.Value);
        writer.WriteText(command.Expected);
    }

    private static Command ReadCommand(this BinaryReader reader) => new(
        reader.ReadInt64(), reader.ReadInt64(), (CommandKind)reader.ReadByte(), reader.ReadString(), reader.ReadText(), reader.ReadText());
}
