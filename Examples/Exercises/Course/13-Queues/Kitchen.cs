using static Coroutines.Awaitable;

namespace Coroutines.Exercises;

public static class Kitchen
{
    /// <summary>
    /// The producer: puts the dishes onto the counter, one after the other, and prints "ready: " and the dish for each that stands
    /// there. A full counter makes it wait. At the end it shuts the counter down, so that the waiters know that nothing more comes.
    /// </summary>
    public static IEnumerator<Awaitable> Cook(CoQueue<string> counter, IEnumerable<string> dishes, Action<string> print)
    {
        // yield return counter.Put(dish) waits while the counter is full. counter.Shutdown() closes it.
        yield break;
    }

    /// <summary>
    /// The consumer: takes dishes from the counter until it is empty and shut down. Each takes one second to carry, and then it
    /// prints "served: " and the dish.
    /// </summary>
    public static IEnumerator<Awaitable> Serve(CoQueue<string> counter, Action<string> print)
    {
        // Get fails with a QueueShutDownException at the end: Settle(counter.Get(), out var outcome), in a loop.
        yield break;
    }
}
