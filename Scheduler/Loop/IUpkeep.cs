namespace Coroutines;

/// <summary>
/// A part of the scheduler that keeps things because that is quicker than to forget them, or to use them again. It is told when to let
/// go of them, so that no step has to see to it.
/// </summary>
internal interface IUpkeep
{
    /// <summary>The loop is about to run for the first time.</summary>
    void Begin()
    {
    }

    /// <summary>The loop is about to wait, or to be left, or has gone on for a few iterations.</summary>
    /// <param name="work">How many timers may be looked at, for those that were cancelled.</param>
    void LetGoOfLittle(int work)
    {
    }

    /// <summary>The loop has gone on for many iterations, or will wait for a while.</summary>
    /// <param name="work">How many timers may be looked at, for those that were cancelled.</param>
    /// <param name="isQuiet">Whether there is nothing to do.</param>
    void LetGo(int work, bool isQuiet);

    /// <summary>The scheduler has ended.</summary>
    void End()
    {
    }
}
