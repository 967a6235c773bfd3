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
        // hut.Wait() lets nobody through before all are there, and then has his number: the last one's is hut.Parties - 1.
        // hut.Abort() is waited for, as hut.Wait() is.
        for (int day = 1; day <= days; day++)
        {
            yield return Await(walk(day));
            print($"{name} arrives");
            yield return hut.Wait();
            print($"{name} eats");
        }
    }
}
