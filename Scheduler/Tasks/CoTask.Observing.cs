namespace Coroutines;

// What those ask who look on.
public partial class CoTask
{
    /// <summary>What it waits on: a future or a suspension; null while it sleeps. Meaningful only while it waits.</summary>
    internal object? Awaited => _waitingOn;

    /// <summary>The name of the coroutine that it was made of; null when that is over.</summary>
    internal string? CoroutineName => _calls.Body is { } body ? Coroutine.NameOf(body) : null;

    /// <summary>Whether its next item in the ready queue runs nothing: a timer that fires, or what a cancel has left behind.</summary>
    internal bool NextItemIsVoid => (Attention & (TaskAttention.Stale | TaskAttention.Asleep)) != 0
        || ((Attention & TaskAttention.Early) != 0 && !MustCancel);

    /// <summary>Whether its next item in the ready queue has it put aside, as its group is paused.</summary>
    internal bool NextItemIsHeld => Domain is { IsHeld: true } && (Attention & NoStep) == 0 && Cancelling == 0;
}
