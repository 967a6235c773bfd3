using static Coroutines.Awaitable;

namespace Coroutines.Exercises;

public static class Photos
{
    /// <summary>
    /// Shrinks all photos, side by side, and returns what <c>shrink</c> gives for them as a string[], in the order of the photos.
    /// </summary>
    public static IEnumerator<Awaitable> ShrinkAll(string[] photos, Func<string, string> shrink)
    {
        yield return Gather<string>(photos.Select(photo => ToThread(() => shrink(photo)))).Into(out var small);
        yield return Return(small.Result);
    }

    /// <summary>
    /// Scans a page, and returns its text; meanwhile, it shows how far it is. However it ends, the scanner is stopped. It fails with what
    /// the scanner or <paramref name="show"/> fails with.
    /// </summary>
    public static IEnumerator<Awaitable> Scan(IScanner scanner, Action<int> show)
    {
        Scheduler scheduler = Scheduler.Current;
        Future<string> text = new();
        try
        {
            scanner.Start(
                percent => CallOnTheLoop(() => show(percent)),
                done => CallOnTheLoop(() => text.SetResult(done)),
                error => CallOnTheLoop(() => text.SetException(error)));
            yield return text;
            yield return Return(text.Result);
        }
        finally
        {
            scanner.Stop();
        }

        void CallOnTheLoop(Action call) => scheduler.CallSoonThreadsafe(() =>
        {
            if (text.IsDone)
            {
                return;
            }

            try
            {
                call();
            }
            catch (Exception error)
            {
                text.SetException(error);
            }
        });
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
