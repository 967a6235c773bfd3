using static Coroutines.Awaitable;

namespace Coroutines.Exercises;

public static class Timeouts
{
    /// <summary>
    /// Returns the text that the coroutine returns, or, if it has not ended after so many seconds, the other text.
    /// The coroutine is cancelled then, and tidies up before that. What it fails with itself goes on to whoever awaits.
    /// </summary>
    public static IEnumerator<Awaitable> FetchOr(IEnumerator<Awaitable> fetch, double seconds, string otherwise)
    {
        // Give WaitFor<string>(..., seconds) a task of the fetch, and settle it. When the time is over, the task is cancelled;
        // a TimeoutException alone does not say that, since the fetch may fail with one of its own.
        yield break;
    }
}
