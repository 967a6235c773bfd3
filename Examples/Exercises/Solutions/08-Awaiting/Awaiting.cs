using static Coroutines.Awaitable;

namespace Coroutines.Exercises;

public static class Awaiting
{
    /// <summary>Runs all coroutines side by side, and returns their results in the order of the list, as a string[].</summary>
    public static IEnumerator<Awaitable> Collect(IReadOnlyList<IEnumerator<Awaitable>> coroutines)
    {
        List<CoTask<string>> tasks = [];
        foreach (IEnumerator<Awaitable> coroutine in coroutines)
        {
            tasks.Add(CreateTask<string>(coroutine));
        }

        foreach (CoTask<string> task in tasks)
        {
            yield return task;
        }

        yield return Return(tasks.Select(task => task.Result).ToArray());
    }
}
