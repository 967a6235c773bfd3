using static Coroutines.Awaitable;

namespace Coroutines.Exercises;

/// <summary>
/// The kind of program that is tested: makes at most so many attempts, with longer and longer pauses, until one succeeds, and returns
/// what that one has returned.
/// </summary>
public delegate IEnumerator<Awaitable> Retry(Func<IEnumerator<Awaitable>> attempt, int attempts);

public static class RetryChecks
{
    /// <summary>Throws if the program is not right; takes no real time.</summary>
    public static void Check(Retry retry)
    {
        Run(AllFail());
        Run(OneSucceeds());
        Run(IsCancelled());

        IEnumerator<Awaitable> AllFail()
        {
            Attempts attempts = new();
            yield return Settle(retry(attempts.Next, 4), out var outcome);
            outcome.Exception!.Message.ShouldBe("attempt 4 has failed");
            attempts.Times.ShouldBe([0.0, 1.0, 3.0, 7.0]);
            Scheduler.Current.Time.ShouldBe(7.0);
        }

        IEnumerator<Awaitable> OneSucceeds()
        {
            Attempts attempts = new(null, "tea");
            yield return Await<string>(retry(attempts.Next, 4)).Into(out var answer);
            answer.Result.ShouldBe("tea");
            attempts.Times.ShouldBe([0.0, 1.0]);
        }

        IEnumerator<Awaitable> IsCancelled()
        {
            Attempts attempts = new();
            CoTask task = CreateTask(retry(attempts.Next, 4));
            yield return Sleep(0.5);
            task.Cancel();
            yield return Settle(task, out var outcome, includeCancellation: true);
            outcome.IsCancelled.ShouldBeTrue();
            attempts.Times.ShouldBe([0.0]);
        }

        static void Run(IEnumerator<Awaitable> main) =>
            Scheduler.Run(main, new SchedulerOptions { TimeProvider = new VirtualClock() });
    }
}

/// <summary>Attempts that return these answers one after the other. Where there is null, and after the last, an attempt fails.</summary>
public sealed class Attempts(params string?[] answers)
{
    /// <summary>When each attempt was made.</summary>
    public List<double> Times { get; } = [];

    /// <summary>Makes the next attempt. The error of the first one says "attempt 1 has failed", and so on.</summary>
    public IEnumerator<Awaitable> Next()
    {
        Times.Add(Scheduler.Current.Time);
        int number = Times.Count;
        yield return null;
        yield return answers.ElementAtOrDefault(number - 1) is { } answer
            ? Return(answer)
            : throw new IOException($"attempt {number} has failed");
    }
}
