using System.Runtime.CompilerServices;

namespace Coroutines.Tests.Threads;

/// <summary>A .NET task that outlives those who waited for it.</summary>
public sealed class AbandonedTaskTests
{
    [Test]
    public void CancelledWait_OnATaskThatStaysPending_IsForgottenByIt()
    {
        var pending = new TaskCompletionSource();
        using var scheduler = new Scheduler();

        WeakReference waited = WaitAndCancel(scheduler, pending.Task);
        scheduler.Tick(0);
        scheduler.Tick(0);
        Garbage.CollectAndFinalize(waited);

        waited.IsAlive.ShouldBeFalse();
        GC.KeepAlive(pending);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference WaitAndCancel(Scheduler scheduler, Task pending)
    {
        WeakReference? waited = null;
        IEnumerator<Awaitable> Waiting(Task task)
        {
            // What Await(task) yields.
            Future future = DotNetTask.ToFuture(task);
            waited = new WeakReference(future);
            yield return future;
        }

        CoTask waiting = scheduler.CreateTask(Waiting(pending));
        scheduler.Tick(0);
        waiting.Cancel();
        scheduler.Tick(0);
        waiting.IsCancelled.ShouldBeTrue();
        return waited!;
    }
}
