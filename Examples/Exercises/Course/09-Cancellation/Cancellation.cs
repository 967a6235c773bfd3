using static Coroutines.Awaitable;

namespace Coroutines.Exercises;

public static class Cancellation
{
    /// <summary>
    /// Prints "step 1", "step 2" and so on without end, one each second, beginning at once. However it ends, it prints
    /// "back home".
    /// </summary>
    public static IEnumerator<Awaitable> Patrol(Action<string> print)
    {
        // An endless loop that sleeps, inside of a `try`; a `finally` runs on a cancel too.
        yield break;
    }

    /// <summary>
    /// Starts the patrol as a task, lets it walk for so many seconds, cancels it with the message "end of shift", and waits until
    /// it has really ended. Then it prints "the patrol ended: ", and behind it the message that came with the cancel.
    /// </summary>
    public static IEnumerator<Awaitable> Shift(IEnumerator<Awaitable> patrol, double seconds, Action<string> print)
    {
        // task.Cancel(...) only asks. Await the task with Settle(task, out var outcome, includeCancellation: true);
        // then outcome.Exception is the cancel, and has the message.
        yield break;
    }
}
