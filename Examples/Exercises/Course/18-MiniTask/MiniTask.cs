using System.Runtime.ExceptionServices;

namespace Coroutines.Exercises;

/// <summary>A task of your own: it steps a coroutine, and after each step sees to it that the next one comes at the right time.</summary>
public sealed class MiniTask : IMiniTask
{
    private readonly IEventLoop _loop;
    private readonly IEnumerator<Step> _coroutine;
    private readonly List<MiniTask> _waiters = [];
    private object? _value;
    private Exception? _error;

    public MiniTask(IEventLoop loop, IEnumerator<Step> coroutine)
    {
        _loop = loop;
        _coroutine = coroutine;
        loop.CallSoon(MakeStep);
    }

    public bool IsDone { get; private set; }

    public object? Result
    {
        get
        {
            if (!IsDone)
            {
                throw new InvalidOperationException("The task has not ended yet.");
            }

            if (_error is not null)
            {
                ExceptionDispatchInfo.Throw(_error);
            }

            return _value;
        }
    }

    private void MakeStep()
    {
        // Step the coroutine. If it has ended, Finish(null, null); if it has thrown, Finish(null, error): the loop never sees it.
        // Otherwise look at what it asks for, and let the next MakeStep come at the right time:
        // Step.Pause: with CallSoon. Step.Sleep: with CallLater.
        // Step.Join: be one of the other MiniTask's _waiters; if it is done already, CallSoon.
        // Step.Return: dispose the coroutine, so that its `finally` blocks run, and Finish with the value. They may throw, too.
    }

    /// <summary>The task has ended: whoever has joined it goes on in the next round.</summary>
    private void Finish(object? value, Exception? error)
    {
        _value = value;
        _error = error;

        // The task is done now. Call each waiter's MakeStep soon.
    }
}
