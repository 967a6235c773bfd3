using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace Coroutines;

/// <summary>What a thread asks the loop, and waits for at most so long.</summary>
/// <param name="look">Finds the answer.</param>
internal sealed class Question<T>(Func<T> look) : IQuestion
{
    private readonly object _lock = new();
    private bool _isClosed;
    private bool _isAnswered;
    private T? _answer;
    private ExceptionDispatchInfo? _failure;

    public void Answer()
    {
        // Under the lock: whoever runs out of patience just now has the answer after all.
        lock (_lock)
        {
            if (_isClosed)
            {
                return;
            }

            try
            {
                _answer = look();
            }
            catch (Exception failure)
            {
                // It is the one who asks who is to know.
                _failure = ExceptionDispatchInfo.Capture(failure);
            }

            _isAnswered = true;
            Monitor.PulseAll(_lock);
        }
    }

    /// <summary>Waits for the answer; afterwards it is no longer asked for.</summary>
    /// <returns>False if it did not come in time.</returns>
    internal bool TryTake(Duration patience, out T answer)
    {
        long start = Stopwatch.GetTimestamp();
        lock (_lock)
        {
            while (!_isAnswered)
            {
                double left = patience.Seconds - ((Stopwatch.GetTimestamp() - start) / (double)Stopwatch.Frequency);
                if (left <= 0)
                {
                    break;
                }

                Monitor.Wait(_lock, (int)Math.Min(Math.Ceiling(left * 1000), int.MaxValue));
            }

            _isClosed = true;
            _failure?.Throw();
            answer = _answer!;
            return _isAnswered;
        }
    }
}
