namespace Coroutines.Testing;

/// <summary>What a test can leave behind.</summary>
[Flags]
public enum Leftovers
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Tasks that are not done.</summary>
    Tasks = 1,

    /// <summary>Exceptions that nobody has looked at, of tasks, futures and callbacks.</summary>
    Exceptions = 2,

    /// <summary>Callbacks of <c>CallLater</c> and <c>CallAt</c> that have not run and were not cancelled.</summary>
    Timers = 4,

    /// <summary>Everything.</summary>
    All = Tasks | Exceptions | Timers,
}
