namespace Coroutines.Testing;

/// <summary>Where a post comes from, by which a replay tells the posts of several threads apart.</summary>
/// <remarks>
/// Which thread of a pool answers is left to chance, and so an answer is known by its question. Threads without a name cannot be told apart; their
/// posts are taken in the order in which they come.
/// </remarks>
/// <param name="Promise">Which promise it keeps; 0 for none.</param>
/// <param name="Thread">Which thread it was, if it has promised nothing.</param>
internal readonly record struct PostOrigin(long Promise, string Thread)
{
    /// <summary>The origin of what the calling thread posts.</summary>
    internal static PostOrigin Of(IRunnable item, Scheduler scheduler) => item is PostedAction { Promise: > 0 and long promise }
        ? new PostOrigin(promise, $"the thread that was asked for result {promise}")
        : new PostOrigin(0, scheduler.IsRunningHere ? "the loop's own thread" : NameOf(System.Threading.Thread.CurrentThread));

    private static string NameOf(Thread thread) => thread.Name is { Length: > 0 } name ? $"thread {Repr.Of(name)}" : "a thread without a name";
}
