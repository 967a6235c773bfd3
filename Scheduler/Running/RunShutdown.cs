namespace Coroutines;

/// <summary>The end of <c>Run</c>: the tasks that are left are cancelled, and run until they are done (rule 38).</summary>
internal sealed class RunShutdown(Scheduler scheduler)
{
    // How often the tasks that are left are cancelled: a clean-up may start new ones, which are cancelled in their turn.
    private const int Rounds = 100;

    // asyncio shuts its async generators and its executor down here, each in a run of two iterations; callbacks that
    // are still queued, and timers that are due, get that many, and a program that counts on it shall find it so.
    private const int LastIterations = 4;

    /// <summary>Cancels them, in the order of their creation.</summary>
    internal void CancelRemainingTasks()
    {
        for (int round = 0; scheduler.Tasks.HasUnfinished(); round++)
        {
            List<CoTask> remaining = scheduler.Tasks.Unfinished();
            if (round == Rounds)
            {
                throw new InvalidOperationException(
                    $"After {Rounds} rounds of cancelling, tasks still start new ones: {string.Join(", ", remaining.Select(task => task.DescribeChain()))}.");
            }

            scheduler.Tasks.CancelAll(remaining);
            scheduler.Domains.EndPauses();
            RunUntilAllDone(remaining);
            remaining.ForEach(Report);
        }

        RunLastIterations();
    }

    private void RunUntilAllDone(List<CoTask> tasks)
    {
        int left = tasks.Count;
        var all = new Future(scheduler);
        foreach (CoTask task in tasks)
        {
            task.AnnounceLook();
            task.AddDoneCallback(_ =>
            {
                if (--left == 0)
                {
                    all.SetResult();
                }
            });
        }

        scheduler.RunUntilDone(all);
    }

    private void Report(CoTask task)
    {
        if (task.IsCancelled || task.TakeFault() is not { } fault)
        {
            return;
        }

        var context = new ExceptionContext("A task failed while it was being cancelled at the end of Run")
        {
            Exception = fault,
            Future = task,
            Task = task,
            CreationStack = task.CreationStack,
        };
        scheduler.Reports.Report(context, task.Context);
    }

    private void RunLastIterations()
    {
        for (int i = 0; i < LastIterations && (scheduler.Ready.Count > 0 || scheduler.Seconds.Timers.Count > 0); i++)
        {
            scheduler.Stop();
            scheduler.RunForever();
        }
    }
}
