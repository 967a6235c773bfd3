namespace Coroutines.Testing;

/// <summary>Bytes that grow where something is written behind their end.</summary>
internal sealed class FileBytes
{
    private byte[] _array = [];

    internal int Length { get; private set; }

    internal void Write(int offset, ReadOnlySpan<byte> bytes)
    {
        int end = checked(offset + bytes.Length);
        SetLength(Math.Max(end, Length));
        bytes.CopyTo(_array.AsSpan(offset));
    }

    /// <summary>Cuts them off, or fills them up with zeros.</summary>
    internal void SetLength(int length)
    {
        if (length > _array.Length)
        {
            Array.Resize(ref _array, Math.Max(length, _array.Length * 2));
        }

        if (length < Length)
        {
            _array.AsSpan(length, Length - length).Clear();
        }

        Length = length;
    }

    internal byte[] Read(long offset, int count)
    {
        int start = (int)Math.Min(offset, Length);
        return _array.AsSpan(start, Math.Min(count, Length - start)).ToArray();
    }

    internal FileBytes Copy() => new() { _array = [.. _array], Length = Length };
}
