using static Coroutines.Awaitable;

namespace Coroutines.Exercises;

public static class Photos
{
    /// <summary>
    /// Shrinks all photos, side by side, and returns what <c>shrink</c> gives for them as a string[], in the order of the photos.
    /// </summary>
    public static IEnumerator<Awaitable> ShrinkAll(string[] photos, Func<string, string> shrink)
    {
        // This holds up all other coroutines, and works on one photo after the other. ToThread(() => shrink(photo)) is what can be
        // awaited, or gathered.
        yield return Return(photos.Select(shrink).ToArray());
    }

    /// <summary>
    /// Scans a page, and returns its text; meanwhile, it shows how far it is. However it ends, the scanner is stopped. It fails with what
    /// the scanner or <paramref name="show"/> fails with.
    /// </summary>
    public static IEnumerator<Awaitable> Scan(IScanner scanner, Action<int> show)
    {
        // Await a Future<string>. The scanner's thread may do nothing but call CallSoonThreadsafe of the scheduler, which you have
        // asked for before: there is no Scheduler.Current on that thread.
        yield break;
    }
}

/// <summary>A device whose library has a thread of its own.</summary>
public interface IScanner
{
    /// <summary>
    /// Begins, and returns at once. Calls back on another thread: <paramref name="progress"/> any number of times, with the percentage,
    /// and then, once, either <paramref name="done"/> with the text, or <paramref name="failed"/>.
    /// </summary>
    void Start(Action<int> progress, Action<string> done, Action<Exception> failed);

    /// <summary>Asks it to stop, on any thread; does nothing if it has finished, or never begun. It may still call back once.</summary>
    void Stop();
}
