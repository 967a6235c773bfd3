using static Coroutines.Awaitable;

namespace Coroutines.Exercises;

public static class Hikers
{
    /// <summary>
    /// A hiker among others who all go from hut to hut. On each day he walks, prints his name and " arrives", and waits for the
    /// others. The last to arrive prints his name and " cooks", which takes a second. When the meal is ready, each prints his name
    /// and " eats". Whoever fails or is cancelled calls the hike off, and the others print their name and " turns back".
    /// </summary>
    public static IEnumerator<Awaitable> Hike(
        string name, int days, Func<int, IEnumerator<Awaitable>> walk, CoBarrier hut, Action<string> print)
    {
        yield return Settle(Walk(), out var outcome, includeCancellation: true);
        if (outcome.Exception is BrokenBarrierException)
        {
            print($"{name} turns back");
        }
        else if (!outcome.IsSuccess)
        {
            yield return hut.Abort();
            outcome.ThrowIfFailed();
        }

        IEnumerator<Awaitable> Walk()
        {
            for (int day = 1; day <= days; day++)
            {
                yield return Await(walk(day));
                print($"{name} arrives");
                yield return hut.Wait().Into(out var place);
                if (place.Result == hut.Parties - 1)
                {
                    print($"{name} cooks");
                    yield return Sleep(1.0);
                }

                yield return hut.Wait();
                print($"{name} eats");
            }
        }
    }
}
