namespace Coroutines.Tests.Examples;

/// <summary>Ctrl-C comes at the first line that is written; raised by a task, it ends the loop as the real one does.</summary>
internal sealed class InterruptingWriter : StringWriter
{
    public override void WriteLine(string? value) => throw new KeyboardInterruptException();
}
