namespace Coroutines;

/// <summary>A <see cref="CoStream.Read(int)"/>.</summary>
internal sealed class ReadSome(CoStream stream) : StreamRead<byte[]>(stream)
{
    internal int Most { get; set; }

    private protected override string Name => $"Read from {Stream.Describe()}";

    private protected override bool TryComplete(out byte[] result)
    {
        bool isDone = Most == 0 || Stream.Buffered > 0 || Stream.HasEnded;
        result = isDone ? Stream.Take(Math.Min(Most, Stream.Buffered)) : [];
        return isDone;
    }

    private protected override void Recycle() => Stream.Spares.Keep(this);
}
