namespace Coroutines;

/// <summary>A <see cref="CoStream.ReadExactly(Memory{byte})"/>.</summary>
internal sealed class ReadExactlyInto(CoStream stream) : StreamRead<int>(stream)
{
    internal Memory<byte> Target { get; set; }

    private protected override string Name => $"ReadExactly from {Stream.Describe()}";

    private protected override bool TryComplete(out int result)
    {
        bool isDone = Stream.HasExactly(Target.Length);
        result = isDone ? Stream.TakeInto(Target.Span) : 0;
        if (isDone)
        {
            // Nobody reads the result of this one.
            Recycle();
        }

        return isDone;
    }

    private protected override void Recycle()
    {
        Target = default;
        Stream.Spares.Keep(this);
    }
}
