namespace Coroutines;

/// <summary>How somebody looks at a scheduler: from its own thread, between two steps, or from another one while it may be changing.</summary>
internal sealed class Sight
{
    /// <summary>The scheduler's time.</summary>
    internal double Now { get; init; }

    /// <summary>Whether it is another thread that looks while the loop may go on: nothing of the program's own may be called.</summary>
    internal bool IsFromOutside { get; init; }

    /// <summary>Whether nothing is in between two states.</summary>
    internal bool IsClear { get; init; }

    /// <summary>Whether there is nothing to be made out, as too much changes.</summary>
    internal bool IsBlind { get; init; }

    /// <summary>What the loop is at; null where it runs nothing.</summary>
    internal StepUnderWay? Step { get; init; }
}
