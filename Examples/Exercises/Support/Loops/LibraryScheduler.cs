using static Coroutines.Awaitable;

namespace Coroutines.Exercises;

/// <summary>The library's scheduler, in the role of the one that the learner writes.</summary>
public sealed class LibraryScheduler : IMiniScheduler
{
    private readonly Scheduler _scheduler = new(new SchedulerOptions
    {
        TimeProvider = new VirtualClock(),
        ExceptionHandler = _ => { }, // the tests look at the tasks' exceptions themselves
    });

    public double Time => _scheduler.Time;

    public IMiniTask Spawn(IEnumerator<Step> coroutine) => new LibraryTask(_scheduler.CreateTask<object?>(Translate(coroutine)));

    public void Run()
    {
        try
        {
            _scheduler.RunForever();
        }
        catch (DeadlockException)
        {
            // Under a virtual clock, this is how a run without end says that nothing can happen any more.
        }
    }

    private static IEnumerator<Awaitable> Translate(IEnumerator<Step> coroutine)
    {
        using (coroutine)
        {
            while (coroutine.MoveNext())
            {
                yield return coroutine.Current switch
                {
                    Step.Sleep sleep => Sleep(sleep.Seconds),
                    Step.Join { Task.IsDone: true } => null, // the library's own await would go on at once
                    Step.Join join => Settle(((LibraryTask)join.Task).Task, out _, includeCancellation: true),
                    Step.Return end => Return(end.Value),
                    _ => null,
                };
            }
        }

        yield return Return<object?>(null);
    }

    private sealed class LibraryTask(CoTask<object?> task) : IMiniTask
    {
        public CoTask<object?> Task => task;

        public bool IsDone => task.IsDone;

        public object? Result => task.Result;
    }
}
