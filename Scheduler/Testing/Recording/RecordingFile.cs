using System.Net.Sockets;
using System.Text;

namespace Coroutines.Testing;

/// <summary>A recording as bytes.</summary>
internal static class RecordingFile
{
    private const string Magic = "Coroutines run";
    private const int Version = 1;

    internal static void Write(RunLog log, Stream stream)
    {
        using var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
        writer.Write(Magic);
        writer.Write(Version);
        writer.Write(log.IsVirtual);
        writer.Write(log.Frequency);
        writer.Write(log.LastIteration);
        writer.Write(log.Times.Count);
        foreach ((long iteration, long timestamp) in log.Times)
        {
            writer.Write(iteration);
            writer.Write(timestamp);
        }

        writer.Write(log.Events.Count);
        foreach (RecordedEvent entry in log.Events)
        {
            Write(entry, writer);
        }
    }

    /// <exception cref="InvalidDataException">It is no recording, or not a whole one, or of another version.</exception>
    internal static RunLog Read(Stream stream, string name)
    {
        using var reader = new BinaryReader(stream, Encoding.UTF8, leaveOpen: true);
        try
        {
            VerifyHead(reader, name);
            return ReadLog(reader);
        }
        catch (Exception error) when (error is EndOfStreamException or FormatException or ArgumentException or OverflowException)
        {
            throw new InvalidDataException($"{name} is a recording of a run that is damaged, or was not written to its end. Record the run again.", error);
        }
    }

    private static void VerifyHead(BinaryReader reader, string name)
    {
        byte[] expected = [(byte)Magic.Length, .. Encoding.UTF8.GetBytes(Magic)];
        if (!reader.ReadBytes(expected.Length).AsSpan().SequenceEqual(expected))
        {
            throw new InvalidDataException($"{name} is no recording of a run. Give what RunRecording.Save has written.");
        }

        int version = reader.ReadInt32();
        if (version != Version)
        {
            throw new InvalidDataException(FormattableString.Invariant(
                $"{name} is a recording of format {version}, and this version of the library reads format {Version}. Replay it with the version that has written it."));
        }
    }

    private static RunLog ReadLog(BinaryReader reader)
    {
        var log = new RunLog
        {
            IsVirtual = reader.ReadBoolean(),
            Frequency = reader.ReadDouble(),
            LastIteration = reader.ReadInt64(),
        };
        for (int left = reader.ReadInt32(); left > 0; left--)
        {
            log.Times.Add((reader.ReadInt64(), reader.ReadInt64()));
        }

        for (int left = reader.ReadInt32(); left > 0; left--)
        {
            log.Events.Add(ReadEvent(reader));
        }

        return log;
    }

    private static void Write(RecordedEvent entry, BinaryWriter writer)
    {
        writer.Write((byte)entry.Kind);
        writer.Write(entry.Subject);
        writer.Write(entry.Iteration);
        writer.Write(entry.Asked);
        writer.Write(entry.Count);
        writer.Write((int)entry.Error);
        Write(entry.Text, writer);
        Write(entry.OtherText, writer);
        writer.Write(entry.Bytes?.Length ?? RecordedEvent.Nothing);
        writer.Write(entry.Bytes ?? []);
    }

    private static RecordedEvent ReadEvent(BinaryReader reader) => new((RecordedKind)reader.ReadByte(), reader.ReadInt32())
    {
        Iteration = reader.ReadInt64(),
        Asked = reader.ReadInt64(),
        Count = reader.ReadInt32(),
        Error = (SocketError)reader.ReadInt32(),
        Text = ReadText(reader),
        OtherText = ReadText(reader),
        Bytes = ReadBytes(reader),
    };

    private static void Write(string? text, BinaryWriter writer)
    {
        writer.Write(text is not null);
        if (text is not null)
        {
            writer.Write(text);
        }
    }

    private static string? ReadText(BinaryReader reader) => reader.ReadBoolean() ? reader.ReadString() : null;

    private static byte[]? ReadBytes(BinaryReader reader)
    {
        int count = reader.ReadInt32();
        if (count == RecordedEvent.Nothing)
        {
            return null;
        }

        byte[] bytes = reader.ReadBytes(count);
        return bytes.Length == count ? bytes : throw new EndOfStreamException();
    }
}
