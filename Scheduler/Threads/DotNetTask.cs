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

    /// <summary>What a task that is done has ended with, as it is; null if it has ended well.</summary>
    /// <remarks>
    /// One that was cancelled has failed: nobody has cancelled whoever awaits it. The exception of its own says why, such as
    /// that a request has taken too long.
    /// </remarks>
    internal static Exception? FaultOf(Task task)
    {
        if (!task.IsCanceled)
        {
            return task.Exception is { InnerExceptions: { } errors } all ? errors.Count == 1 ? errors[0] : all : null;
        }

        try
        {
            // The only way to that exception; a task that is done does not block.
            task.GetAwaiter().GetResult();
            return null;
        }
        catch (OperationCanceledException cancellation)
        {
            return cancellation;
        }
    }

    /// <summary>Tells a call, by its token, that nobody waits for it any more. What is registered with the token runs here.</summary>
    internal static void Stop(CancellationTokenSource token, Scheduler scheduler)
    {
        try
        {
            token.Cancel();
        }
        catch (AggregateException errors)
        {
            foreach (Exception error in errors.InnerExceptions)
            {
                scheduler.Reports.ReportOrThrow(
                    error,
                    () => new ExceptionContext("What was registered with the CancellationToken of a .NET call threw an exception") { Exception = error });
            }
        }
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
            ExpectedResult.Of(scheduler, future);
            long promise = scheduler.Outside.NextPromise();
            var abandoned = new CancellationTokenSource();
            future.AddWaiter(new Abandonment(abandoned));
            task.ContinueWith(
                _ => scheduler.Outside.Call(Complete, promise),
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

            if (FaultOf(task) is { } fault)
            {
                future.SetException(fault);
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
