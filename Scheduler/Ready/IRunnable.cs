namespace Coroutines;

/// <summary>Something that the ready queue can run: a callback, or one step of a task.</summary>
internal interface IRunnable
{
    /// <summary>Runs it once, on the loop's thread.</summary>
    void Run();

    /// <summary>
    /// Takes what <see cref="Run"/> has thrown, so that the items after it still run; throws it on if it must leave the
    /// loop (rule 10). Handled here, an exception costs nothing as long as there is none.
    /// </summary>
    /// <remarks>What runs no code of the user's throws nothing but what must leave the loop.</remarks>
    void HandleFault(Exception exception) => Rethrow.Throw(exception);
}
