namespace Coroutines;

/// <summary>The next iteration, in a Tick too: lets the others have their turn.</summary>
internal sealed class NextTurn : AwaitableSource
{
    internal override Awaitable Begin(CoTask task, long argument)
    {
        task.WaitIn(task.Scheduler.Ready);
        return Placed();
    }
}
