namespace Coroutines;

/// <summary>The named groups of a scheduler, and what waits of game loops leave to be used again.</summary>
internal sealed class GamePlaces(Scheduler scheduler)
{
    private NamedGroups? _groups;

    /// <summary>The groups that have a name; null as long as nobody has asked for one.</summary>
    internal NamedGroups? GroupsOrNull => _groups;

    internal NamedGroups Groups => _groups ??= new NamedGroups(scheduler);

    /// <summary>Waits of tasks in groups that sleep by the scheduler's clock; a task needs one at most.</summary>
    internal Spares<UnscaledWait> UnscaledWaits { get; } = new();
}
