namespace Coroutines;

/// <summary>Makes a future of a .NET task: asyncio's <c>wrap_future</c>.</summary>
internal static class DotNetTask
{
    /// <summary>A future that is done when the task is. A task that is done already costs no iteration.</summary>
    internal static Future ToFuture(Task task)
    {
        var future = new Future(Scheduler.Current);
        Follow(task, future, () => future.SetResult());
        return future;
    }

    /// <inheritdoc cref="ToFuture(Task)"/>
    internal static Future<T> ToFuture<T>(Task<T> task)
    {
        var future = new Future<T>(Scheduler.Current);
        Follow(task, future, () => future.SetResult(task.Result));
        return future;
    }

    private static void Follow(Task task, Future future, Action succeed)
    {
        if (task.IsCompleted)
        {
            Complete();
        }
        else
        {
            // Its completion is carried into the loop by the thread inbox. An awaiter would bring it by way of this
            // thread's SynchronizationContext, which can run nothing before the loop, which waits for it, has given the
            // thread back; or by way of the thread pool. This comes at once.
            Scheduler scheduler = future.Owner!;
            scheduler.Expect(future);
            var abandoned = new CancellationTokenSource();
            future.AddWaiter(new Abandonment(abandoned));
            task.ContinueWith(
                _ => scheduler.CallFromOutside(Complete),
                abandoned.Token,
                TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
        }

        void Complete()
        {
            if (future.IsDone)
            {
                // The coroutine was cancelled meanwhile. The task went on, and its error, if any, is .NET's to report.
                return;
            }

            if (task.IsCanceled)
            {
                future.Cancel("The awaited .NET task was cancelled.");
            }
            else if (task.Exception is { } errors)
            {
                future.SetException(errors.InnerExceptions.Count == 1 ? errors.InnerException! : errors);
            }
            else
            {
                succeed();
            }
        }
    }

    /// <summary>
    /// Takes the continuation back when the wait is over before the task: one task may be waited for again and again, and
    /// would otherwise keep all those that were cancelled.
    /// </summary>
    private sealed class Abandonment(CancellationTokenSource source) : IFutureWaiter
    {
        public void OnDone(Future future)
        {
            source.Cancel();
            source.Dispose();
        }
    }
}
