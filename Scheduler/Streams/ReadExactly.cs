namespace Coroutines;

/// <summary>A <see cref="CoStream.ReadExactly(int)"/>.</summary>
internal sealed class ReadExactly(CoStream stream) : StreamRead<byte[]>(stream)
{
    internal int Expected { get; set; }

    private protected override string Name => $"ReadExactly from {Stream.Describe()}";

    private protected override bool TryComplete(out byte[] result)
    {
        bool isDone = Stream.HasExactly(Expected);
        result = isDone ? Stream.Take(Expected) : [];
        return isDone;
    }

    private protected override void Recycle() => Stream.Spares.Keep(this);
}
