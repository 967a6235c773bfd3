namespace Coroutines;

/// <summary>A <see cref="CoStream.Peek"/>.</summary>
internal sealed class PeekRead(CoStream stream) : StreamRead<ReadOnlyMemory<byte>>(stream)
{
    internal int AtLeast { get; set; }

    private protected override string Name => $"Peek into {Stream.Describe()}";

    private protected override bool TryComplete(out ReadOnlyMemory<byte> result)
    {
        bool isDone = Stream.Buffered >= AtLeast || Stream.HasEnded;
        result = isDone ? Stream.Show() : default;
        return isDone;
    }

    private protected override void Recycle() => Stream.Spares.Keep(this);
}
