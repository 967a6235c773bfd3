namespace Coroutines;

/// <summary>
/// What another thread has the loop do between two steps, where it looks for what was posted. It never is an item of the ready queue, so what
/// runs, and in which order, is the same with it and without.
/// </summary>
/// <param name="work">What is done: something that the program does not see, as to begin or to end watching it.</param>
internal sealed class Errand(Action work) : IQuestion
{
    private volatile bool _isOver;

    /// <summary>Whether it was run.</summary>
    internal bool IsOver => _isOver;

    /// <summary>What went wrong; null for nothing. To be read when it is over.</summary>
    internal Exception? Failure { get; private set; }

    public void Answer()
    {
        try
        {
            work();
        }
        catch (Exception failure)
        {
            // It is no business of the loop's.
            Failure = failure;
        }

        _isOver = true;
    }
}
