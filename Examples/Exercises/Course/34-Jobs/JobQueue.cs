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

    private readonly List<string> _jobs = [];

    /// <summary>The jobs that were given up, in the order in which they were.</summary>
    public List<string> GivenUp { get; } = [];

    /// <summary>Adds a job, at any time until <see cref="Close"/>. After that, it throws an <see cref="InvalidOperationException"/>.</summary>
    public void Add(string job)
    {
        _jobs.Add(job);
    }

    /// <summary>Takes no more jobs. <see cref="Run"/> ends when those that there are have succeeded or were given up.</summary>
    public void Close()
    {
    }

    /// <summary>Runs the jobs until the queue is closed and all are done. A cancel ends all attempts, and goes on.</summary>
    public IEnumerator<Awaitable> Run()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(workers, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(mostAttempts, 1);

        // A beginning: one after the other, and each once.
        foreach (string job in _jobs)
        {
            yield return Await(work(job));
        }
    }
}
