namespace Coroutines.Testing;

/// <summary>Where a post comes from, by which a replay tells the posts of several threads apart.</summary>
internal static class PostOrigin
{
    /// <remarks>
    /// Which thread of a pool answers is left to chance, and so an answer is known by its question. Threads without a name cannot be told apart; their
    /// posts are taken in the order in which they come.
    /// </remarks>
    internal static string Of(IRunnable item, Scheduler scheduler) => item is PostedAction { Promise: > 0 and long promise } ? $"the thread that was asked for result {promise}"
        : scheduler.IsRunningHere ? "the loop's own thread"
        : Thread.CurrentThread.Name is { Length: > 0 } name ? $"thread {Repr.Of(name)}"
        : "a thread without a name";
}
