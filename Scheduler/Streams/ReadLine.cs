using System.Text;

namespace Coroutines;

/// <summary>A <see cref="CoStream.ReadLine"/>, or the next one of a <see cref="StreamLineReader"/>.</summary>
internal sealed class ReadLine(CoStream stream) : StreamRead<string?>(stream)
{
    private static readonly byte[][] _lineEnd = [[(byte)'\n']];

    private readonly SeparatorSearch _search = new();

    private protected override string Name => $"ReadLine of {Stream.Describe()}";

    internal void LookForLine() => _search.LookFor(_lineEnd);

    private protected override bool TryComplete(out string? result)
    {
        result = null;
        try
        {
            if (!_search.TryFind(Stream, out int end))
            {
                return false;
            }

            result = Decode(Stream.BufferedBytes[..end]);
            Stream.Skip(end);
        }
        catch (IncompleteReadException last)
        {
            result = last.Partial.Length == 0 ? null : Decode(last.Partial);
        }
        catch (LimitOverrunException overrun)
        {
            // As in asyncio: the line is dropped, or what has arrived of it.
            bool isWhole = Stream.Buffered > overrun.Consumed && Stream.BufferedBytes[overrun.Consumed] == (byte)'\n';
            Stream.Skip(isWhole ? overrun.Consumed + 1 : Stream.Buffered);
            throw;
        }

        return true;
    }

    private protected override void Recycle() => Stream.Spares.Keep(this);

    private static string Decode(ReadOnlySpan<byte> line)
    {
        if (!line.IsEmpty && line[^1] == (byte)'\n')
        {
            line = line[..^1];
            if (!line.IsEmpty && line[^1] == (byte)'\r')
            {
                line = line[..^1];
            }
        }

        return Encoding.UTF8.GetString(line);
    }
}
