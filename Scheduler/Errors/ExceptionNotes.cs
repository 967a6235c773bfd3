using System.Collections;

namespace Coroutines;

/// <summary>What the library notes on an exception that passes through it, kept in <see cref="Exception.Data"/>.</summary>
internal static class ExceptionNotes
{
    internal const string StackKey = "Coroutines.LogicalStack";
    internal const string ReplacedKey = "Coroutines.Replaced";

    internal static object? Read(Exception exception, string key)
    {
        try
        {
            return ((IDictionary?)exception.Data)?[key];
        }
        catch (Exception refusal) when (refusal is not KeyboardInterruptException)
        {
            // Data is virtual; an exception type whose Data is broken goes without notes.
            return null;
        }
    }

    /// <summary>Notes something, unless it is noted already.</summary>
    internal static void Write(Exception exception, string key, object note)
    {
        if (Read(exception, key) is null)
        {
            Overwrite(exception, key, note);
        }
    }

    /// <summary>Notes something in place of what was noted; null for nothing.</summary>
    internal static void Overwrite(Exception exception, string key, object? note)
    {
        try
        {
            if ((IDictionary?)exception.Data is not { IsReadOnly: false } data)
            {
                return;
            }

            if (note is null)
            {
                data.Remove(key);
            }
            else
            {
                data[key] = note;
            }
        }
        catch (Exception refusal) when (refusal is not KeyboardInterruptException)
        {
            // See Read: a note is never worth an error of its own.
            return;
        }
    }
}
