namespace Coroutines;

/// <summary>Makes a span for each task, in which a tool that follows requests shows what the task does.</summary>
internal interface ITaskSpans
{
    /// <summary>
    /// Begins the span of a task that is about to be made, below the one that is current there, and puts it into the context in which the task will
    /// run: so what the task begins stands below it.
    /// </summary>
    /// <param name="start">How the task is made; its context is changed.</param>
    /// <returns>Who is to be told when the task is done; null if nobody wants this span.</returns>
    IFutureWaiter? Begin(ref TaskStart start);
}
