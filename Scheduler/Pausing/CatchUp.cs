namespace Coroutines;

/// <summary>
/// What a <see cref="Ticker"/> does about moments that passed while its coroutine was busy with something else.
/// </summary>
public enum CatchUp
{
    /// <summary>Each of them is made up for: the coroutine goes on at once until it has caught up.</summary>
    RunEach,

    /// <summary>They are dropped: the coroutine waits for the next one that is still to come.</summary>
    Skip,

    /// <summary>They become one: the coroutine goes on at once, a single time, and then waits for the next one to come.</summary>
    Merge,
}
