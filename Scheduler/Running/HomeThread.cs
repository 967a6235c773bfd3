namespace Coroutines;

/// <summary>
/// The thread that a game loop was begun on. Between two Ticks nothing runs, so a call from another thread does no harm that could be
/// seen at once, and the loop is in two minds only when that thread is slow one day: debug mode says so each time.
/// </summary>
internal sealed class HomeThread
{
    private readonly int _id = Environment.CurrentManagedThreadId;
    private readonly string _description = Describe();

    /// <summary>Refuses a call from another thread.</summary>
    internal void Verify()
    {
        if (_id != Environment.CurrentManagedThreadId)
        {
            throw new InvalidOperationException(
                $"The scheduler's first Tick was on {_description}, and this call comes from {Describe()}. A scheduler is used on one thread, between its Ticks too (debug mode looks). From others, only CallSoonThreadsafe may be called.");
        }
    }

    private static string Describe()
    {
        string number = FormattableString.Invariant($"thread {Environment.CurrentManagedThreadId}");
        return Thread.CurrentThread.Name is { } name ? $"{number} {Repr.Of(name)}" : number;
    }
}
