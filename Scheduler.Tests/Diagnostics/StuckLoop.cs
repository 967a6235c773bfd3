using static Coroutines.Awaitable;

namespace Coroutines.Tests.Diagnostics;

/// <summary>A loop on a thread of its own, one of whose coroutines does not come back from a step until it is let go.</summary>
internal sealed class StuckLoop : IDisposable
{
    private readonly ManualResetEventSlim _isIn = new();
    private readonly ManualResetEventSlim _mayGoOn = new();
    private readonly Thread _thread;

    /// <param name="options">How its scheduler is set up.</param>
    /// <param name="start">Starts other tasks, on the loop's thread.</param>
    /// <param name="work">What the step does over and over again until it is let go; null for nothing.</param>
    internal StuckLoop(SchedulerOptions? options = null, Action? start = null, Action? work = null)
    {
        _thread = new Thread(() => Scheduler.Run(Main(start, work), options)) { IsBackground = true };
        _thread.Start();
        _isIn.Wait();
    }

    internal Scheduler Scheduler { get; private set; } = null!;

    /// <summary>Lets the step go on, and waits until the run is over.</summary>
    public void Dispose()
    {
        _mayGoOn.Set();
        _thread.Join();
        _isIn.Dispose();
        _mayGoOn.Dispose();
    }

    /// <summary>Lets the step go on.</summary>
    internal void LetGo() => _mayGoOn.Set();

    private IEnumerator<Awaitable> Main(Action? start, Action? work)
    {
        Scheduler = Scheduler.Current;
        start?.Invoke();
        yield return null;
        yield return Await(Crunch(work));
    }

    private IEnumerator<Awaitable> Crunch(Action? work)
    {
        yield return null;
        _isIn.Set();
        while (work is not null && !_mayGoOn.IsSet)
        {
            work();
        }

        _mayGoOn.Wait();
    }
}
