using static Coroutines.Awaitable;

namespace Coroutines.Exercises;

public static class Timeouts
{
    /// <summary>
    /// Returns the text that the coroutine returns, or, if it has not ended after so many seconds, the other text.
    /// The coroutine is cancelled then. What it fails with itself goes on to whoever awaits.
    /// </summary>
    public static IEnumerator<Awaitable> FetchOr(IEnumerator<Awaitable> fetch, double seconds, string otherwise)
    {
        // WaitFor<string>(fetch, seconds) fails with a TimeoutException when the time is over. Settle it, and look at the outcome.
        yield break;
    }
}
