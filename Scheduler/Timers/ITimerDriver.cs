namespace Coroutines;

/// <summary>A loop that runs by a virtual clock, and fires what .NET has set by it.</summary>
internal interface ITimerDriver
{
    /// <summary>Has something done on the loop's thread: at once if it runs on this one, else in the next iteration.</summary>
    /// <remarks>Called from any thread.</remarks>
    void Do(Action action);

    /// <summary>Has something called at a moment. Called on the loop's thread.</summary>
    /// <param name="when">The moment.</param>
    /// <param name="callback">What to call.</param>
    /// <param name="context">The execution context to call it in; null for the current one.</param>
    Handle CallAt(double when, Action callback, ExecutionContext? context);
}
