namespace Coroutines;

// Limits that are up at the same moment stand next to each other in the batch, and may be those of tasks that await each other. Their
// cancels are one pass: otherwise such a chain would be gone through once for each of them.
public sealed partial class Scheduler
{
    private CancelPass? _expiry;

    /// <summary>The time that a task had is up.</summary>
    internal void Expire(CoTask task)
    {
        if (_ready.NextInBatch is CoTimeout)
        {
            _expiry ??= CancelPass.Begin(this);
        }

        try
        {
            task.Cancel();
        }
        finally
        {
            EndExpiry();
        }
    }

    /// <summary>Ends the pass, unless another limit has its turn next: what comes then may ask how often a task was cancelled.</summary>
    internal void EndExpiry()
    {
        if (_expiry is { } pass && _ready.NextInBatch is not CoTimeout)
        {
            _expiry = null;
            pass.End();
        }
    }
}
