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
        foreach (string dish in dishes)
        {
            yield return counter.Put(dish);
            print($"ready: {dish}");
        }

        counter.Shutdown();
    }

    /// <summary>
    /// The consumer: takes dishes from the counter until it is empty and shut down. Each takes one second to carry, and then it
    /// prints "served: " and the dish.
    /// </summary>
    public static IEnumerator<Awaitable> Serve(CoQueue<string> counter, Action<string> print)
    {
        while (true)
        {
            yield return Settle(counter.Get(), out var outcome);
            if (outcome.Exception is QueueShutDownException)
            {
                yield break;
            }

            yield return Sleep(1.0);
            print($"served: {outcome.Result}");
        }
    }
}
