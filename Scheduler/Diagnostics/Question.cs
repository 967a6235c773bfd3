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

    /// <summary>Waits for the answer.</summary>
    /// <param name="seconds">How long, at most.</param>
    /// <returns>Whether it is there.</returns>
    internal bool Wait(double seconds)
    {
        lock (_lock)
        {
            // One that is woken for nothing comes again.
            return _isAnswered || (Monitor.Wait(_lock, TimeSpan.FromSeconds(seconds)) && _isAnswered);
        }
    }

    /// <summary>Takes the answer; afterwards it is no longer asked for.</summary>
    /// <returns>False if it has not come.</returns>
    internal bool TryTake(out T answer)
    {
        lock (_lock)
        {
            _isClosed = true;
            _failure?.Throw();
            answer = _answer!;
            return _isAnswered;
        }
    }
}
