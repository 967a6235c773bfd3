namespace Coroutines;

/// <summary>The named groups of a scheduler, and what waits of game loops leave to be used again.</summary>
internal sealed class GamePlaces(Scheduler scheduler)
{
    internal NamedGroups Groups { get; } = new(scheduler);

    /// <summary>Waits of tasks in groups that sleep by the scheduler's clock; a task needs one at most.</summary>
    internal Spares<UnscaledWait> UnscaledWaits { get; } = new();
}
