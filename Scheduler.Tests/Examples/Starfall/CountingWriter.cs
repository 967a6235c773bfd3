namespace Coroutines.Tests.Examples.Starfall;

/// <summary>Counts how often something is sent to the terminal.</summary>
internal sealed class CountingWriter : StringWriter
{
    internal int Flushes { get; private set; }

    public override void Flush()
    {
        Flushes++;
        base.Flush();
    }
}
