namespace Coroutines;

/// <summary>A <see cref="CoStream.ReadUntil(ReadOnlySpan{byte})"/>.</summary>
internal sealed class ReadUntil(CoStream stream) : StreamRead<byte[]>(stream)
{
    private readonly SeparatorSearch _search = new();

    private protected override string Name => $"ReadUntil of {Stream.Describe()}";

    /// <summary>What to look for.</summary>
    /// <param name="separators">The separators, none of which is empty, the shortest first.</param>
    internal void LookFor(byte[][] separators) => _search.LookFor(separators);

    private protected override bool TryComplete(out byte[] result)
    {
        bool isDone = _search.TryFind(Stream, out int end);
        result = isDone ? Stream.Take(end) : [];
        return isDone;
    }

    private protected override void Recycle() => Stream.Spares.Keep(this);
}
