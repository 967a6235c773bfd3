using System.Runtime.CompilerServices;

namespace Coroutines;

/// <summary>
/// An exception that comes while another one is in flight takes its place, as in a Python <c>finally</c>; the replaced
/// one stays reachable, as Python's <c>__context__</c>.
/// </summary>
internal static class Replacement
{
    // Those that were replaced: only one of them can come a second time. Without this, a thousand exceptions that replace each
    // other would be gone through a thousand times.
    private static readonly ConditionalWeakTable<Exception, object> _replaced = new();

    internal static Exception Of(Exception? replaced, Exception replacement)
    {
        if (replaced is not null && !ReferenceEquals(replaced, replacement))
        {
            Link(replaced, replacement);
        }

        return replacement;
    }

    /// <summary>
    /// Puts what a scope has made of a cancel in the place of that cancel, where another exception has replaced it already.
    /// </summary>
    internal static void TurnReplacedCancel(Exception replacement, Func<CancelledException, Exception> turn)
    {
        if (FindReplacing(replacement, exception => exception is CancelledException) is { } last)
        {
            var cancel = (CancelledException)last.GetReplacedException()!;
            Exception turned = turn(cancel);
            ExceptionNotes.NoteReplaced(last, turned);
            _ = _replaced.GetOrCreateValue(turned);
        }
    }

    private static void Link(Exception replaced, Exception replacement)
    {
        if (_replaced.TryGetValue(replacement, out _)
            && FindReplacing(replaced, exception => ReferenceEquals(exception, replacement)) is { } ring)
        {
            // It comes a second time. Whoever follows the chain shall come to an end.
            ExceptionNotes.NoteReplaced(ring, null);
        }

        if (replacement.GetReplacedException() is null)
        {
            ExceptionNotes.NoteReplaced(replacement, replaced);
        }

        _ = _replaced.GetOrCreateValue(replaced);
    }

    /// <summary>Finds, in the chain that begins with an exception, the one that has replaced one of a kind.</summary>
    private static Exception? FindReplacing(Exception first, Func<Exception, bool> isSought)
    {
        for (Exception last = first; last.GetReplacedException() is { } next; last = next)
        {
            if (isSought(next))
            {
                return last;
            }
        }

        return null;
    }
}
