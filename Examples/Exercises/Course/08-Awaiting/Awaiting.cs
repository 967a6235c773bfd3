using static Coroutines.Awaitable;

namespace Coroutines.Exercises;

public static class Awaiting
{
    /// <summary>Runs all coroutines side by side, and returns their results in the order of the list, as a string[].</summary>
    public static IEnumerator<Awaitable> Collect(IReadOnlyList<IEnumerator<Awaitable>> coroutines)
    {
        // Make a list of tasks first: CreateTask<string>(coroutine) for each. Then await each task, and put its Result in its place.
        yield break;
    }
}
