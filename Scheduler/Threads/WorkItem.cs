namespace Coroutines;

/// <summary>Something for a thread of a pool to do.</summary>
internal abstract class WorkItem
{
    /// <summary>Runs it, on a thread of the pool; throws nothing.</summary>
    /// <param name="empty">An execution context without any values.</param>
    internal abstract void Run(ExecutionContext? empty);
}
