namespace Coroutines.Exercises.Command;

/// <summary>Runs jobs in worker processes; where one hangs or dies, another goes on with the next job.</summary>
internal sealed class Supervisor
{
    // Each assembly stays loaded, and what a test has left running goes on: a process does not do all of a thousand jobs.
    private const int JobsOfAProcess = 40;

    private readonly IEnumerator<Job> _jobs;
    private readonly TimeLimits _limits;
    private readonly CancellationToken _stop;
    private readonly List<IReadOnlyList<TestOutcome>?> _results = [];

    private Supervisor(IEnumerator<Job> jobs, TimeLimits limits, CancellationToken stop)
    {
        _jobs = jobs;
        _limits = limits;
        _stop = stop;
    }

    /// <summary>The outcomes of each job's tests, in the order in which they ran.</summary>
    /// <param name="jobs">Taken one by one, so that the next may still be compiled while one runs.</param>
    /// <param name="limits">How long a test may take.</param>
    /// <param name="workers">How many run side by side.</param>
    /// <param name="stop">Kills the workers.</param>
    /// <exception cref="OperationCanceledException">The run was stopped.</exception>
    internal static IReadOnlyList<IReadOnlyList<TestOutcome>> Run(IEnumerable<Job> jobs, TimeLimits limits, int workers, CancellationToken stop)
    {
        using IEnumerator<Job> source = jobs.GetEnumerator();
        Supervisor supervisor = new(source, limits, stop);
        Task[] running = [.. Enumerable.Range(0, workers).Select(_ => Task.Factory.StartNew(supervisor.WorkOff, TaskCreationOptions.LongRunning))];
        try
        {
            Task.WaitAll(running, CancellationToken.None);
        }
        catch (AggregateException) when (stop.IsCancellationRequested)
        {
            stop.ThrowIfCancellationRequested();
        }

        return supervisor._results!;
    }

    private void WorkOff()
    {
        // It starts while its first job is still being compiled.
        WorkerProcess process = new(_limits);
        try
        {
            for (int done = 0; TryTake(out Job? job, out int place); done++)
            {
                if (!process.IsUsable || done >= JobsOfAProcess)
                {
                    process.Dispose();
                    process = new WorkerProcess(_limits);
                    done = 0;
                }

                IReadOnlyList<TestOutcome> outcomes = process.Run(job, _stop);
                lock (_results)
                {
                    _results[place] = outcomes;
                }
            }
        }
        finally
        {
            process.Dispose();
        }
    }

    private bool TryTake([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Job? job, out int place)
    {
        lock (_jobs)
        {
            _stop.ThrowIfCancellationRequested();
            bool isThereOne = _jobs.MoveNext();
            job = isThereOne ? _jobs.Current : null;
            lock (_results)
            {
                place = _results.Count;
                if (isThereOne)
                {
                    _results.Add(null);
                }
            }

            return isThereOne;
        }
    }
}
