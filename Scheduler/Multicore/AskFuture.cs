namespace Coroutines;

/// <summary>The end of a coroutine that runs on another loop. A cancel of it goes there, as one of an awaited task goes to that task.</summary>
/// <typeparam name="T">The type of its result.</typeparam>
/// <param name="asker">The loop that asks.</param>
/// <param name="call">The call.</param>
internal sealed class AskFuture<T>(Scheduler asker, AskCall<T> call) : Future<T>(asker)
{
    private int _cancels;
    private string? _lastMessage;

    // While the loop that was asked has not answered.
    private AskCall<T>? _call = call;

    internal override string Describe() => _call is { } call ? $"what {call.TargetName} was asked for" : base.Describe();

    /// <summary>The answer has come.</summary>
    /// <param name="result">The result, if it is one.</param>
    /// <param name="fault">What the coroutine has ended with, if that is no result.</param>
    /// <param name="cancelsReached">How many cancels had come to the coroutine by then.</param>
    internal void Take(T result, Exception? fault, int cancelsReached)
    {
        _call = null;
        if (IsDone)
        {
            return;
        }

        if (_cancels > cancelsReached)
        {
            // It has ended before the cancel came: that is remembered, and takes the place of what was on its way (rule 15).
            CompleteAsCancelled(new CancelledException(_lastMessage));
        }
        else if (fault is CancelledException cancel)
        {
            CompleteAsCancelled(cancel);
        }
        else if (fault is not null)
        {
            SetException(fault);
        }
        else
        {
            SetResult(result);
        }
    }

    private protected override bool CancelCore(string? message)
    {
        if (_call is not { } call)
        {
            return base.CancelCore(message);
        }

        if (call.TryWithdraw())
        {
            _call = null;
            return base.CancelCore(message);
        }

        _cancels++;
        _lastMessage = message;
        call.Cancel(message);
        return true;
    }
}
