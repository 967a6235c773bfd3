namespace Coroutines;

/// <summary>A coroutine that a loop is told to run, and whose end nobody waits for.</summary>
/// <param name="target">The loop.</param>
/// <param name="make">Makes the coroutine, over there.</param>
internal abstract class ToldCall(GroupedScheduler target, Func<IEnumerator<Awaitable>> make) : LoopCall(target, make)
{
    public override void Abandon() => Target.NoteLost();

    private protected override CoTask Start(Scheduler scheduler, IEnumerator<Awaitable> coroutine, ExecutionContext? context) =>
        scheduler.CreateTask(coroutine, context: context);

    private protected override void Answer(CoTask task)
    {
        if (task.IsCancelled || task.TakeFault() is not { } fault)
        {
            return;
        }

        var context = new ExceptionContext("A coroutine that the scheduler was told to run has failed")
        {
            Exception = fault,
            Future = task,
            Task = task,
            CreationStack = task.CreationStack,
        };

        // The handler is the user's code, which is not called while futures are completed.
        Scheduler scheduler = Target.Scheduler;
        scheduler.Ready.Enqueue(new PostedAction(() => scheduler.Reports.Report(context, task.Context)));
    }

    private protected override void Fail(Exception exception) => Target.Scheduler.Reports.ReportOrThrow(
        exception,
        () => new ExceptionContext("A coroutine that the scheduler was told to run did not become a task") { Exception = exception });
}
