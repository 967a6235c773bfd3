namespace Coroutines;

/// <summary>
/// Measures the real time of steps, without what a loaded machine takes away from the thread: otherwise any step might be a slow one
/// there.
/// </summary>
/// <param name="limit">From how many seconds on it has to be exact.</param>
internal sealed class RealStepTime(double limit)
{
    private long _started;

    // What the thread had waited for a processor, when and where that was asked last: it takes longer than many a step.
    private double _wait;
    private long _asked;
    private int _thread;

    /// <summary>How long the step has taken, in seconds.</summary>
    internal double Elapsed
    {
        get
        {
            double elapsed = TimeProvider.System.GetElapsedTime(_started).TotalSeconds;
            return elapsed > limit ? Math.Max(elapsed - (ProcessorWaits.OfThisThread() - _wait), 0) : elapsed;
        }
    }

    /// <summary>A step begins.</summary>
    internal void Start()
    {
        int thread = Environment.CurrentManagedThreadId;
        if (thread != _thread || TimeProvider.System.GetElapsedTime(_asked).TotalSeconds > limit / 2)
        {
            _wait = ProcessorWaits.OfThisThread();
            _thread = thread;
            _asked = TimeProvider.System.GetTimestamp();
        }

        _started = TimeProvider.System.GetTimestamp();
    }
}
