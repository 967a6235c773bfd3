namespace Coroutines;

/// <summary>Looks for the end of the first separator in what has arrived on a stream; does not look twice at the same bytes.</summary>
internal sealed class SeparatorSearch
{
    private byte[][] _separators = [];
    private int _longest;
    private int _shortest;

    // No separator begins before this place.
    private int _offset;

    /// <param name="separators">The separators, none of which is empty, the shortest first.</param>
    internal void LookFor(byte[][] separators)
    {
        _separators = separators;
        _shortest = separators[0].Length;
        _longest = separators[^1].Length;
        _offset = 0;
    }

    /// <summary>Whether one was found. The limit is asyncio's: on what stands before it (rule 43).</summary>
    /// <param name="stream">Where to look.</param>
    /// <param name="end">Where it ends.</param>
    /// <exception cref="LimitOverrunException">More has arrived than the limit, or stands before the separator.</exception>
    /// <exception cref="IncompleteReadException">The stream has ended without one; what there was counts as read.</exception>
    internal bool TryFind(CoStream stream, out int end)
    {
        if (stream.Buffered - _offset >= _shortest)
        {
            if (TryMatch(stream.BufferedBytes, out int start, out end))
            {
                return start <= stream.Limit ? true : throw new LimitOverrunException(
                    $"The separator in {stream.Describe()} was found after {start} bytes, beyond the limit of {stream.Limit}.", start);
            }

            // A longer one may have begun, and come to its end with what arrives next.
            _offset = Math.Max(0, stream.Buffered + 1 - _longest);
            if (_offset > stream.Limit)
            {
                throw new LimitOverrunException(
                    $"No separator was found in the first {_offset} bytes of {stream.Describe()}, beyond the limit of {stream.Limit}.", _offset);
            }
        }

        end = 0;
        return stream.HasEnded ? throw new IncompleteReadException(stream.Take(stream.Buffered), null) : false;
    }

    // The one that ends first counts, the shortest first.
    private bool TryMatch(ReadOnlySpan<byte> bytes, out int start, out int end)
    {
        start = 0;
        end = int.MaxValue;
        foreach (byte[] separator in _separators)
        {
            int found = _offset <= bytes.Length ? bytes[_offset..].IndexOf(separator) : -1;
            if (found >= 0 && _offset + found + separator.Length < end)
            {
                start = _offset + found;
                end = start + separator.Length;
            }
        }

        return end < int.MaxValue;
    }
}
