namespace Coroutines;

/// <summary>What others have left for the loop and wait for: told so where the loop ends before it comes to it.</summary>
internal interface IAbandonable : IRunnable
{
    /// <summary>The scheduler has ended, and will never run it.</summary>
    void Abandon();
}
