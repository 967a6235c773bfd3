using System.Globalization;

namespace Coroutines.Examples.Serve;

/// <summary>The part of a file that a client asks for.</summary>
internal readonly record struct ByteRange(long Start, long Length)
{
    private const string Unit = "bytes=";

    /// <summary>Reads the header <c>Range</c>. One that is no single range is ignored, as HTTP allows: then the whole is sent.</summary>
    /// <returns>Null for the whole.</returns>
    /// <exception cref="HttpException">The file has no such part.</exception>
    internal static ByteRange? Parse(string? header, long size)
    {
        if (header is null || !header.StartsWith(Unit, StringComparison.Ordinal) || header[Unit.Length..].Split('-') is not [var first, var last])
        {
            return null;
        }

        if (first.Length == 0)
        {
            // The last so many bytes.
            return TryParse(last, out long count) ? Of(size - Math.Min(count, size), size - 1, size) : null;
        }

        long end = size - 1;
        return TryParse(first, out long start) && (last.Length == 0 || (TryParse(last, out end) && end >= start))
            ? Of(start, Math.Min(end, size - 1), size)
            : null;
    }

    private static ByteRange? Of(long start, long end, long size) => start < size
        ? new ByteRange(start, end - start + 1)
        : throw new HttpException(416, $"The file has {size} bytes.", ("Content-Range", $"bytes */{size}"));

    private static bool TryParse(string text, out long number) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
