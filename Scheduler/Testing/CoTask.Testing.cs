namespace Coroutines;

public partial class CoTask
{
    /// <summary>What it waits on: a future or a suspension; null while it sleeps. Meaningful only while it waits.</summary>
    internal object? Awaited => _waitingOn;

    /// <summary>Whether its next item in the ready queue runs nothing: a timer that fires, or what a cancel has left behind.</summary>
    internal bool NextItemIsVoid => (Attention & (TaskAttention.Stale | TaskAttention.Asleep)) != 0
        || ((Attention & TaskAttention.Early) != 0 && !MustCancel);

    /// <summary>What its next step resumes: the same object as long as it stands in the same coroutine; null where it stands in none.</summary>
    internal object? Innermost => (object?)_calls.Body ?? _calls.Innermost;

    /// <summary>Whether its next item in the ready queue has it put aside, as its group is paused.</summary>
    internal bool NextItemIsHeld => Domain is { IsHeld: true } && (Attention & NoStep) == 0 && Cancelling == 0;

    /// <summary>Whether it is ready and counts frames.</summary>
    internal bool CountsFrames => StandsAside && _place.IsTimed;
}
