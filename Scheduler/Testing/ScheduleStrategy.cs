namespace Coroutines.Testing;

/// <summary>How the orders of an exploration come about.</summary>
internal enum ScheduleStrategy
{
    /// <summary>Each choice by itself.</summary>
    Random,

    /// <summary>By random priorities of the tasks.</summary>
    Priorities,

    /// <summary>
    /// Either, as the seed says. Each finds at once what takes the other one hundreds of runs, so half of both is never more than
    /// about twice as slow as the better one.
    /// </summary>
    Mixed,
}
