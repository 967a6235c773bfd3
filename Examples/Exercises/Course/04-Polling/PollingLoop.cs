namespace Coroutines.Exercises;

/// <summary>A round-robin loop whose coroutines can wait: each hands out a question that is asked until the answer is yes.</summary>
public sealed class PollingLoop(PolledClock clock)
{
    private readonly Queue<(IEnumerator<Func<bool>> Coroutine, Func<bool> IsReady)> _round = new();

    /// <summary>A question: are so many ticks of the clock over, counted from now?</summary>
    public Func<bool> Sleep(int ticks)
    {
        // The answer to this question is always yes. Note when the time will be over, and let the question (a lambda, which looks
        // at clock.Now each time it is asked) compare with that.
        return () => clock.Now >= 0;
    }

    /// <summary>A new coroutine is ready for its first step.</summary>
    public void Start(IEnumerator<Func<bool>> coroutine) => _round.Enqueue((coroutine, () => true));

    /// <summary>Runs until all coroutines have ended.</summary>
    public void Run()
    {
        // Take the pair at the head of the queue, and ask it: one that is not ready goes to the tail as it is.
        // One that is ready makes a step; if it has not ended, it goes to the tail with its new question, its Current.
    }
}
