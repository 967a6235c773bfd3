using System.Collections;
using System.Runtime.CompilerServices;

namespace Coroutines;

/// <summary>What the library notes on an exception that passes through it.</summary>
/// <remarks>
/// The objects stand in a table beside the exception, and their text in its <see cref="Exception.Data"/>. Others read that: loggers
/// print it, and a serializer that meets an object it does not know there loses the whole exception.
/// </remarks>
internal sealed class ExceptionNotes(Exception exception)
{
    internal const string StackKey = "Coroutines.LogicalStack";
    internal const string ReplacedKey = "Coroutines.Replaced";

    // Of a chain of exceptions that have replaced each other, so many are known, and as many again at most.
    private const int LeastKnown = 1000;

    private static readonly ConditionalWeakTable<Exception, ExceptionNotes> _notes = new();

    private LogicalStack? _stack;

    // Its notes, and not the exception alone: the collector looks at what the entries of the table lead to again and again, until it finds
    // nothing more. A chain that led from entry to entry would have it find one at each look.
    private ExceptionNotes? _replaced;

    // How many are known behind it, at most.
    private int _depth;

    private Exception Exception => exception;

    internal static LogicalStack? StackOf(Exception exception)
    {
        if (_notes.TryGetValue(exception, out ExceptionNotes? notes) && notes._stack is { } stack)
        {
            return stack;
        }

        // One that has come from another machine brings the text alone.
        return ReadData(exception, StackKey) is { } text ? LogicalStack.Parse(text) : null;
    }

    internal static Exception? ReplacedBy(Exception exception) =>
        _notes.TryGetValue(exception, out ExceptionNotes? notes) ? notes._replaced?.Exception : null;

    internal static void NoteStack(Exception exception, LogicalStack stack)
    {
        Of(exception)._stack = stack;
        WriteData(exception, StackKey, stack.ToString());
    }

    /// <summary>Notes which exception this one has replaced; null for none.</summary>
    internal static void NoteReplaced(Exception exception, Exception? replaced)
    {
        Of(exception).Link(replaced is null ? null : Of(replaced));
        WriteData(exception, ReplacedKey, replaced is null ? null : ExceptionText.Line(replaced));
    }

    private void Link(ExceptionNotes? replaced)
    {
        _replaced = replaced;
        _depth = replaced is null ? 0 : replaced._depth + 1;
        if (_depth == LeastKnown * 2)
        {
            CutOff();
        }
    }

    private void CutOff()
    {
        ExceptionNotes? last = this;
        for (int i = 0; i < LeastKnown; i++)
        {
            last = last?._replaced;
        }

        if (last is not null)
        {
            last._replaced = null;
        }

        _depth = LeastKnown;
    }

    private static ExceptionNotes Of(Exception exception) => _notes.GetValue(exception, static noted => new ExceptionNotes(noted));

    private static string? ReadData(Exception exception, string key)
    {
        try
        {
            return ((IDictionary?)exception.Data)?[key] as string;
        }
        catch (Exception refusal) when (refusal is not KeyboardInterruptException)
        {
            // Data is virtual, and may be broken.
            return null;
        }
    }

    private static void WriteData(Exception exception, string key, string? text)
    {
        try
        {
            if ((IDictionary?)exception.Data is not { IsReadOnly: false } data)
            {
                return;
            }

            if (text is null)
            {
                data.Remove(key);
            }
            else
            {
                data[key] = text;
            }
        }
        catch (Exception refusal) when (refusal is not KeyboardInterruptException)
        {
            // A note is never worth an error of its own.
            return;
        }
    }
}
