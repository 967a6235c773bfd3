namespace Coroutines;

/// <summary>
/// An exception that comes while another one is in flight takes its place, as in a Python <c>finally</c>; the replaced
/// one stays reachable, as Python's <c>__context__</c>.
/// </summary>
internal static class Replacement
{
    private const int LongestChain = 1000;

    internal static Exception Of(Exception? replaced, Exception replacement)
    {
        if (replaced is not null && !ReferenceEquals(replaced, replacement))
        {
            ExceptionNotes.Write(replacement, ExceptionNotes.ReplacedKey, replaced);
        }

        return replacement;
    }

    /// <summary>
    /// Puts another exception in the place of the last <typeparamref name="T"/> among those that were replaced on the way
    /// to this one.
    /// </summary>
    internal static void Substitute<T>(Exception exception, Func<Exception, Exception> substitute)
        where T : Exception
    {
        // Bounded: an exception that the user throws again and again may have come to replace itself.
        for (int i = 0; i < LongestChain && exception.GetReplacedException() is { } replaced; i++)
        {
            if (replaced is T)
            {
                ExceptionNotes.Overwrite(exception, ExceptionNotes.ReplacedKey, substitute(replaced));
                return;
            }

            exception = replaced;
        }
    }
}
