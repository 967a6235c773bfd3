using System.Diagnostics;

namespace Coroutines.Mutants;

/// <summary>
/// Tells that a test takes too long. With a mistake in the library it may not come to an end, or go through all timers each time.
/// </summary>
internal sealed class TestLimit : IDisposable
{
    // Without a mistake, none takes much more than one.
    private static readonly TimeSpan _processorTime = TimeSpan.FromSeconds(5);

    // For one that waits and uses no processor, on a machine that may be busy with other things.
    private static readonly TimeSpan _time = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan _look = TimeSpan.FromMilliseconds(200);

    private readonly Lock _gate = new();
    private readonly Action _tooLong;
    private readonly Timer _timer;
    private long _start;
    private TimeSpan _startOfProcessor;

    internal TestLimit(Action tooLong)
    {
        _tooLong = tooLong;
        Restart();
        _timer = new Timer(_ => Look(), null, _look, _look);
    }

    /// <summary>The next test begins.</summary>
    internal void Restart()
    {
        lock (_gate)
        {
            _start = Stopwatch.GetTimestamp();
            _startOfProcessor = Environment.CpuUsage.TotalTime;
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        lock (_gate)
        {
            if (Environment.CpuUsage.TotalTime - _startOfProcessor > _processorTime || Stopwatch.GetElapsedTime(_start) > _time)
            {
                _tooLong();
            }
        }
    }
}
