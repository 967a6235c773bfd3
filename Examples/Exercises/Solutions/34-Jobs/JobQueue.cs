using static Coroutines.Awaitable;

namespace Coroutines.Exercises;

/// <summary>Runs jobs in the background, some at a time, and tries again those that fail.</summary>
/// <param name="workers">How many attempts go on at the same time, at most.</param>
/// <param name="mostAttempts">How often a job is tried, at most.</param>
/// <param name="work">Makes an attempt at a job, whose name it is given.</param>
public sealed class JobQueue(int workers, int mostAttempts, Func<string, IEnumerator<Awaitable>> work)
{
    /// <summary>How long an attempt may take, in seconds.</summary>
    public const double TimeLimit = 10.0;

    /// <summary>How long a job waits after its first attempt has failed, in seconds; after each further one twice as long.</summary>
    public const double FirstDelay = 1.0;

    private readonly CoQueue<Job> _due = new();
    private int _unfinished;
    private bool _isClosed;

    /// <summary>The jobs that were given up, in the order in which they were.</summary>
    public List<string> GivenUp { get; } = [];

    /// <summary>Adds a job, at any time until <see cref="Close"/>. After that, it throws an <see cref="InvalidOperationException"/>.</summary>
    public void Add(string job)
    {
        if (_isClosed)
        {
            throw new InvalidOperationException("The queue is closed.");
        }

        _unfinished++;
        _due.PutNoWait(new Job(job));
    }

    /// <summary>Takes no more jobs. <see cref="Run"/> ends when those that there are have succeeded or were given up.</summary>
    public void Close()
    {
        _isClosed = true;
        EndIfNothingIsLeft();
    }

    /// <summary>Runs the jobs until the queue is closed and all are done. A cancel ends all attempts, and goes on.</summary>
    public IEnumerator<Awaitable> Run()
    {
        TaskGroup group = new();
        for (int i = 0; i < workers; i++)
        {
            group.CreateTask(Work(group));
        }

        yield return group;
    }

    private IEnumerator<Awaitable> Work(TaskGroup group)
    {
        var jobs = _due.ReadAll();
        while (true)
        {
            yield return jobs.Next();
            if (jobs.IsAtEnd)
            {
                yield break;
            }

            Job job = jobs.Current;
            yield return Settle(WaitFor(work(job.Name), TimeLimit), out var attempt);
            job.Attempts++;
            if (!attempt.IsSuccess && job.Attempts < mostAttempts)
            {
                group.CreateTask(PutBackLater(job));
                continue;
            }

            if (!attempt.IsSuccess)
            {
                GivenUp.Add(job.Name);
            }

            _unfinished--;
            EndIfNothingIsLeft();
        }
    }

    // No worker waits for that.
    private IEnumerator<Awaitable> PutBackLater(Job job)
    {
        yield return Sleep(FirstDelay * Math.Pow(2, job.Attempts - 1));
        _due.PutNoWait(job);
    }

    private void EndIfNothingIsLeft()
    {
        if (_isClosed && _unfinished == 0)
        {
            _due.Shutdown();
        }
    }

    private sealed class Job(string name)
    {
        internal string Name => name;

        internal int Attempts { get; set; }
    }
}
