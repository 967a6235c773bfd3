using static Coroutines.Awaitable;

namespace Coroutines.Exercises;

public static class Answers
{
    /// <summary>
    /// Asks all servers at once, and returns the first answer. The others are cancelled, and have ended then. When all fail, it
    /// fails.
    /// </summary>
    public static IEnumerator<Awaitable> First(string[] servers, Func<string, IEnumerator<Awaitable>> ask)
    {
        yield return Race<string>(servers.Select(ask)).Into(out var winner);
        yield return Return(winner.Result.Result);
    }

    /// <summary>
    /// Asks all servers at once, and returns the first so many answers as a string[], in the order in which they came. The others are
    /// cancelled, and have ended then. Where too few succeed, it throws an IOException.
    /// </summary>
    public static IEnumerator<Awaitable> Enough(string[] servers, int count, Func<string, IEnumerator<Awaitable>> ask)
    {
        CoTask<string>[] tasks = [.. servers.Select(server => CreateTask<string>(ask(server)))];
        Defer(Stop(tasks));
        List<string> answers = [];
        foreach (var next in AsCompleted(tasks))
        {
            yield return Settle(next, out var outcome);
            if (outcome.IsSuccess)
            {
                answers.Add(outcome.Result);
            }

            if (answers.Count == count)
            {
                yield return Return(answers.ToArray());
            }
        }

        throw new IOException($"{answers.Count} of {count} have answered");
    }

    private static IEnumerator<Awaitable> Stop(CoTask[] tasks)
    {
        foreach (CoTask task in tasks)
        {
            task.Cancel();
        }

        yield return Wait(tasks);
    }
}
