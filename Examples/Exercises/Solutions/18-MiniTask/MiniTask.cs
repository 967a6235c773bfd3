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
        try
        {
            if (!_coroutine.MoveNext())
            {
                Finish(null, null);
                return;
            }

            if (_coroutine.Current is Step.Return end)
            {
                _coroutine.Dispose();
                Finish(end.Value, null);
                return;
            }
        }
        catch (Exception error)
        {
            Finish(null, error);
            return;
        }

        switch (_coroutine.Current)
        {
            case Step.Sleep sleep:
                _loop.CallLater(sleep.Seconds, MakeStep);
                break;
            case Step.Join { Task: MiniTask { IsDone: false } other }:
                other._waiters.Add(this);
                break;
            default:
                _loop.CallSoon(MakeStep);
                break;
        }
    }

    /// <summary>The task has ended: whoever has joined it goes on in the next round.</summary>
    private void Finish(object? value, Exception? error)
    {
        _value = value;
        _error = error;
        IsDone = true;
        foreach (MiniTask waiter in _waiters)
        {
            _loop.CallSoon(waiter.MakeStep);
        }
    }
}
