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
        // Race<string>(...) is given all the coroutines at once. Its result has the winner's Index and Result.
        yield return Await<string>(ask(servers[0])).Into(out var answer);
        yield return Return(answer.Result);
    }

    /// <summary>
    /// Asks all servers at once, and returns the first so many answers as a string[], in the order in which they came. The others are
    /// cancelled, and have ended then. Where too few succeed, it throws an IOException.
    /// </summary>
    public static IEnumerator<Awaitable> Enough(string[] servers, int count, Func<string, IEnumerator<Awaitable>> ask)
    {
        // Make a task for each server, and look at the answers in the order of AsCompleted(tasks). Settle(next, out var outcome)
        // tells an answer from a failure. However it ends, the tasks have to be cancelled and waited for: Defer does it.
        yield return Gather<string>(servers.Select(ask)).Into(out var answers);
        yield return Return(answers.Result);
    }
}
