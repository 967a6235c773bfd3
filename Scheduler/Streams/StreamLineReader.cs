using System.Diagnostics;

namespace Coroutines;

/// <summary>Reads a stream line by line to its end: asyncio's <c>async for line in reader</c>.</summary>
/// <remarks>
/// <code>
/// var lines = stream.ReadLines();
/// while (true)
/// {
///     yield return lines.Next();
///     if (lines.IsAtEnd) break;
///     Handle(lines.Current);
/// }
/// </code>
/// <para>One task uses it, for one <see cref="Next"/> at a time.</para>
/// </remarks>
[DebuggerDisplay("{DebuggerDisplay,nq}")]
public sealed class StreamLineReader
{
    private readonly CoStream _stream;
    private Awaitable<string?> _call;
    private string? _current;
    private bool _isRead = true;

    internal StreamLineReader(CoStream stream) => _stream = stream;

    /// <summary>Whether <see cref="Next"/> found the end of the stream.</summary>
    /// <exception cref="InvalidStateException">The last <see cref="Next"/> is not done.</exception>
    public bool IsAtEnd
    {
        get
        {
            ReadCall();
            return _current is null && HasBegun;
        }
    }

    /// <summary>The line that the last <see cref="Next"/> read, without its line end.</summary>
    /// <exception cref="InvalidStateException">There is none: before the first one is done, and at the end.</exception>
    public string Current
    {
        get
        {
            ReadCall();
            return _current ?? throw new InvalidStateException(HasBegun
                ? "The stream was read to its end: there is no current line. Look at IsAtEnd first."
                : "There is no current line yet. Yield Next() first.");
        }
    }

    private bool HasBegun { get; set; }

    /// <summary>Reads the next line, and waits before that while it has not arrived; or finds the end. If it is there, no iteration passes.</summary>
    /// <returns>What to yield, once. A cancelled wait loses nothing.</returns>
    public Awaitable Next()
    {
        HasBegun = true;
        _isRead = false;
        _call = _stream.ReadLine();
        return _call;
    }

    private void ReadCall()
    {
        if (!_isRead)
        {
            _current = _call.Result;
            _isRead = true;
        }
    }

    private string DebuggerDisplay => $"lines of {_stream}";
}
