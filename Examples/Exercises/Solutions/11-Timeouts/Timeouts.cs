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
        CoTask<string> task = CreateTask<string>(fetch);
        yield return Settle<string>(WaitFor<string>(task, seconds), out var outcome);
        if (task.IsCancelled)
        {
            yield return Return(otherwise);
        }

        yield return Return(outcome.Result);
    }
}
