namespace Coroutines.Exercises;

public static class RoundRobin
{
    /// <summary>
    /// Runs all coroutines to their ends: one step of the first, one of the second and so on, then again from the first.
    /// One that has ended leaves the round.
    /// </summary>
    public static void Run(params IEnumerator<string>[] coroutines)
    {
        Queue<IEnumerator<string>> round = new(coroutines);
        while (round.TryDequeue(out IEnumerator<string>? coroutine))
        {
            if (coroutine.MoveNext())
            {
                round.Enqueue(coroutine);
            }
        }
    }
}
