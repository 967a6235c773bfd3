namespace Coroutines.Testing;

public sealed partial class StepTrace
{
    /// <summary>Asserts that the trace is exactly this.</summary>
    /// <param name="lines">Every entry, as <see cref="TraceEntry.ToString"/> writes it.</param>
    /// <exception cref="AssertionFailedException">It is not; the message shows the first difference.</exception>
    public void ShouldBe(params string[] lines) => Compare("The trace", Lines(_entries), lines);

    /// <summary>Asserts that the test has noted exactly this.</summary>
    /// <param name="notes">Every text that was given to <see cref="Log"/>, in order, without time and task.</param>
    /// <exception cref="AssertionFailedException">It has not; the message shows the first difference.</exception>
    public void ShouldHaveLogged(params string[] notes) => Compare("The log", [.. Notes.Select(static note => note.Why)], notes);

    /// <summary>Asserts in which order tasks took steps.</summary>
    /// <param name="names">The name of the task of each step, in order; all of them.</param>
    /// <exception cref="AssertionFailedException">They took them in another order. The message shows the first difference.</exception>
    public void ShouldHaveStepped(params string[] names) => Compare(
        "The order of the steps",
        [.. _entries.Where(static entry => entry.Kind == TraceEntryKind.Step).Select(static entry => entry.Name)],
        names);

    private void Compare(string what, IReadOnlyList<string> actual, string[] expected)
    {
        ThrowHelper.IfNull(expected, nameof(expected));
        if (Dropped > 0)
        {
            throw new AssertionFailedException(
                $"{what} is not complete: {Dropped} entries came after the limit of {_limit}. Make the trace with a higher limit.");
        }

        if (TraceDifference.Describe(what, actual, expected) is { } difference)
        {
            throw new AssertionFailedException(difference);
        }
    }
}
