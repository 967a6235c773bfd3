namespace Coroutines.Exercises.Command.Watching;

/// <summary>The terminal as the watch mode writes to it. It scrolls as usual: what is long can be looked up above.</summary>
/// <remarks>A terminal whose keys come one by one does not return to the first column by itself.</remarks>
internal sealed class WatchScreen(TextWriter terminal)
{
    private const string ClearCode = "\e[H\e[2J\e[3J";

    /// <summary>Begins a new page.</summary>
    internal void Show(Action<TextWriter> write)
    {
        terminal.Write(ClearCode);
        Add(write);
    }

    /// <summary>Writes below what is there.</summary>
    internal void Add(Action<TextWriter> write)
    {
        using StringWriter text = new();
        write(text);
        terminal.Write(text.ToString().ReplaceLineEndings("\r\n"));
        terminal.Flush();
    }

    internal void Add(string line) => Add(text => text.WriteLine(line));
}
