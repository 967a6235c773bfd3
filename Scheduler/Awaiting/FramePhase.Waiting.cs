namespace Coroutines;

public partial class FramePhase : AwaitableSource
{
    internal override Awaitable Begin(CoTask task, long argument)
    {
        if (task.Scheduler.Frames.QueueOf(this) is not { } waiting)
        {
            return Awaitable.Misuse($"waits for a phase that its scheduler does not have. {task.Scheduler.Frames.Undeclared(this)}");
        }

        task.WaitIn(waiting);
        return Placed();
    }
}
