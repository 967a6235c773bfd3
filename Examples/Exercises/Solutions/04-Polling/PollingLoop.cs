namespace Coroutines.Exercises;

/// <summary>A round-robin loop whose coroutines can wait: each hands out a question that is asked until the answer is yes.</summary>
public sealed class PollingLoop(PolledClock clock)
{
    private readonly Queue<(IEnumerator<Func<bool>> Coroutine, Func<bool> IsReady)> _round = new();

    /// <summary>A question: are so many ticks of the clock over, counted from now?</summary>
    public Func<bool> Sleep(int ticks)
    {
        int deadline = clock.Now + ticks;
        return () => clock.Now >= deadline;
    }

    /// <summary>A new coroutine is ready for its first step.</summary>
    public void Start(IEnumerator<Func<bool>> coroutine) => _round.Enqueue((coroutine, () => true));

    /// <summary>Runs until all coroutines have ended.</summary>
    public void Run()
    {
        while (_round.TryDequeue(out var next))
        {
            if (!next.IsReady())
            {
                _round.Enqueue(next);
            }
            else if (next.Coroutine.MoveNext())
            {
                _round.Enqueue((next.Coroutine, next.Coroutine.Current));
            }
        }
    }
}
