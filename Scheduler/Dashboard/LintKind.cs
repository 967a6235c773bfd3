namespace Coroutines;

/// <summary>What a <see cref="Lint"/> warns of.</summary>
internal enum LintKind
{
    /// <summary>A step takes long, and nothing else runs meanwhile.</summary>
    NeverYields,

    /// <summary>A task goes on by bare yields without end, so that the loop never waits.</summary>
    WakesItself,

    /// <summary>Of one coroutine there are more and more tasks, none of which ends.</summary>
    Leaked,

    /// <summary>A task waits very long for something that others have to do.</summary>
    WaitsLong,
}
