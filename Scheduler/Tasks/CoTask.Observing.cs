namespace Coroutines;

// What those ask who look on.
public partial class CoTask
{
    private const long NamedIds = 1L << 32;

    /// <summary>What it waits on: a future or a suspension; null while it sleeps. Meaningful only while it waits.</summary>
    internal object? Awaited => _waitingOn;

    /// <summary>The name of the coroutine that it was made of; null when that is over.</summary>
    internal string? CoroutineName => _calls.Body is { } body ? Coroutine.NameOf(body) : null;

    /// <summary>What tells it from all other tasks of its scheduler, those with a name and those without; above 0, and below 2^53.</summary>
    internal long Id => DetailsOrNull is { NameOrder: > 0 and var order } ? NamedIds + order : (uint)Number;

    /// <summary>The names of its coroutines, for those who look on, on any thread.</summary>
    internal string[] CoroutineNames() => _calls.Names();

    /// <summary>Whether it is ready, and waits for its turn to begin.</summary>
    internal bool IsParked => StandsAside && _place.IsParked;

    /// <summary>Whether its next item in the ready queue runs nothing: a timer that fires, or what a cancel has left behind.</summary>
    internal bool NextItemIsVoid => (Attention & (TaskAttention.Stale | TaskAttention.Asleep)) != 0
        || ((Attention & TaskAttention.Early) != 0 && !MustCancel);

    /// <summary>Whether its next item in the ready queue has it put aside, as its group is paused.</summary>
    internal bool NextItemIsHeld => Domain is { IsHeld: true } && (Attention & NoStep) == 0 && Cancelling == 0;
}
