namespace Coroutines.Testing;

/// <summary>How the orders of an exploration come about.</summary>
internal enum ScheduleStrategy
{
    /// <summary>Each choice by itself.</summary>
    Random,

    /// <summary>By random priorities of the tasks.</summary>
    Priorities,

    /// <summary>A few departures from the queue's own order.</summary>
    Sparse,

    /// <summary>Each of the others in turn, as the seed says; must be the last one.</summary>
    Mixed,
}
