namespace Coroutines;

/// <summary>
/// An exception that comes while another one is in flight takes its place, as in a Python <c>finally</c>; the replaced
/// one stays reachable, as Python's <c>__context__</c>.
/// </summary>
internal static class Replacement
{
    internal static Exception Of(Exception? replaced, Exception replacement)
    {
        if (replaced is not null && !ReferenceEquals(replaced, replacement))
        {
            ExceptionNotes.Write(replacement, ExceptionNotes.ReplacedKey, replaced);
        }

        return replacement;
    }
}
