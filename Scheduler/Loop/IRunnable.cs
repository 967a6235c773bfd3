namespace Coroutines;

/// <summary>Something that the ready queue can run: a callback, or one step of a task.</summary>
internal interface IRunnable
{
    /// <summary>
    /// Runs it once, on the loop's thread. Whatever user code throws is handled inside; only an exception that must
    /// leave the loop (rule 10) comes out.
    /// </summary>
    void Run();
}
