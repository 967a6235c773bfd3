namespace Coroutines;

/// <summary>A thread that waits for the end of a process, where the loop cannot.</summary>
internal sealed class ExitThread : IDisposable
{
    private readonly Scheduler _scheduler;
    private readonly Thread _thread;
    private bool _isOver;

    /// <param name="scheduler">Whose loop is told.</param>
    /// <param name="wait">Waits for the end, on the thread.</param>
    /// <param name="ended">Called on the loop's thread.</param>
    internal ExitThread(Scheduler scheduler, Action wait, Action ended)
    {
        _scheduler = scheduler;

        // So that waiting for it is no deadlock.
        scheduler.Outside.Expected++;
        _thread = new Thread(() =>
        {
            wait();
            scheduler.Outside.Call(ended);
        })
        {
            IsBackground = true,
            Name = "CoProcess",
        };
        _thread.StartWithoutContext();
    }

    internal void Join(TimeSpan limit) => _thread.Join(limit);

    public void Dispose()
    {
        if (!_isOver)
        {
            _isOver = true;
            _scheduler.Outside.Expected--;
        }
    }
}
