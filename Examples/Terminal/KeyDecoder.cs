namespace Coroutines.Examples.Terminal;

/// <summary>Makes keys of the bytes that a terminal sends: letters, control characters, and the escape sequences of the arrows.</summary>
internal sealed class KeyDecoder
{
    private const byte Escape = 0x1b;
    private const byte Delete = 0x7f;

    // An escape sequence that has begun.
    private readonly List<byte> _sequence = [];

    /// <summary>Adds the keys that some bytes stand for.</summary>
    /// <param name="bytes">
    /// What came since the last call. If it is nothing, an Escape that came last was the key of that name, and not the beginning of a
    /// sequence, whose bytes come together or close to each other.
    /// </param>
    /// <param name="keys">Where to add them.</param>
    internal void Decode(ReadOnlySpan<byte> bytes, ICollection<ConsoleKeyInfo> keys)
    {
        if (bytes.IsEmpty && _sequence.Count > 0)
        {
            EndSequence(_sequence.Count == 1 ? ConsoleKey.Escape : ConsoleKey.None, keys);
        }

        foreach (byte b in bytes)
        {
            Decode(b, keys);
        }
    }

    private void Decode(byte b, ICollection<ConsoleKeyInfo> keys)
    {
        if (b == Escape)
        {
            if (_sequence.Count > 0)
            {
                EndSequence(_sequence.Count == 1 ? ConsoleKey.Escape : ConsoleKey.None, keys);
            }

            _sequence.Add(b);
        }
        else if (_sequence.Count == 0)
        {
            keys.Add(OfCharacter(b));
        }
        else if (_sequence.Count == 1 && b is not ((byte)'[' or (byte)'O'))
        {
            // Alt and a letter are sent as Escape and the letter; here, they are the letter.
            _sequence.Clear();
            keys.Add(OfCharacter(b));
        }
        else if (_sequence.Count == 1 || b is < (byte)'@' or > (byte)'~')
        {
            _sequence.Add(b);
        }
        else
        {
            EndSequence(OfFinalByte(b), keys);
        }
    }

    private void EndSequence(ConsoleKey key, ICollection<ConsoleKeyInfo> keys)
    {
        _sequence.Clear();
        if (key != ConsoleKey.None)
        {
            keys.Add(new ConsoleKeyInfo(key == ConsoleKey.Escape ? (char)Escape : '\0', key, shift: false, alt: false, control: false));
        }
    }

    private static ConsoleKey OfFinalByte(byte b) => (char)b switch
    {
        'A' => ConsoleKey.UpArrow,
        'B' => ConsoleKey.DownArrow,
        'C' => ConsoleKey.RightArrow,
        'D' => ConsoleKey.LeftArrow,
        _ => ConsoleKey.None,
    };

    private static ConsoleKeyInfo OfCharacter(byte b)
    {
        char c = (char)b;
        ConsoleKey key = c switch
        {
            '\r' or '\n' => ConsoleKey.Enter,
            '\t' => ConsoleKey.Tab,
            ' ' => ConsoleKey.Spacebar,
            '\b' or (char)Delete => ConsoleKey.Backspace,
            >= 'a' and <= 'z' => ConsoleKey.A + (c - 'a'),
            >= 'A' and <= 'Z' => ConsoleKey.A + (c - 'A'),
            _ => ConsoleKey.None,
        };
        return new ConsoleKeyInfo(c, key, shift: c is >= 'A' and <= 'Z', alt: false, control: c < ' ' && key == ConsoleKey.None);
    }
}
