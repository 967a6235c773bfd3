namespace Coroutines;

/// <summary>A <see cref="CoStream.ReadToEnd"/>. What has arrived stays in the stream until the end, so that one that is given up loses nothing.</summary>
internal sealed class ReadToEnd(CoStream stream) : StreamRead<byte[]>(stream)
{
    private protected override string Name => $"ReadToEnd of {Stream.Describe()}";

    private protected override bool TryComplete(out byte[] result)
    {
        result = Stream.HasEnded ? Stream.Take(Stream.Buffered) : [];
        return Stream.HasEnded;
    }

    private protected override void Recycle() => Stream.Spares.Keep(this);
}
