namespace Coroutines;

/// <summary>A <see cref="CoStream.Read(Memory{byte})"/>.</summary>
internal sealed class ReadInto(CoStream stream) : StreamRead<int>(stream)
{
    internal Memory<byte> Target { get; set; }

    private protected override string Name => $"Read from {Stream.Describe()}";

    private protected override bool TryComplete(out int result)
    {
        result = Stream.TakeInto(Target.Span);
        return result > 0 || Target.IsEmpty || Stream.HasEnded;
    }

    private protected override void Recycle()
    {
        Target = default;
        Stream.Spares.Keep(this);
    }
}
