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

        // Take the coroutine at the head of the queue and step it once. If it has not ended, it goes to the tail.
        // Go on while anybody is in the queue.
    }
}
