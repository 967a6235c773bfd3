using static Coroutines.Awaitable;

namespace Coroutines.Exercises;

public static class Exceptions
{
    /// <summary>
    /// Tries the sources in their order, and returns the text of the first one that does not fail. When a source fails with an
    /// IOException, it prints "lost: " and the exception's message, and goes on with the next. Any other exception goes on to
    /// whoever awaits. If no source is left, it throws an IOException with the message "no source is left". Each source makes a
    /// coroutine that returns a string.
    /// </summary>
    public static IEnumerator<Awaitable> FirstThatWorks(IEnumerable<Func<IEnumerator<Awaitable>>> sources, Action<string> print)
    {
        foreach (Func<IEnumerator<Awaitable>> source in sources)
        {
            yield return Settle<string>(source(), out var outcome);
            if (outcome.Exception is IOException lost)
            {
                print($"lost: {lost.Message}");
            }
            else
            {
                yield return Return(outcome.Result);
            }
        }

        throw new IOException("no source is left");
    }
}
