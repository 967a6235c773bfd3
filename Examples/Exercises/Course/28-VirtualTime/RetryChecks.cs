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
        // This waits in real time, and looks at one thing only. Run it under a VirtualClock, and look at all that the text says.
        Scheduler.Run(Main());

        IEnumerator<Awaitable> Main()
        {
            Attempts attempts = new(null, "tea");
            yield return Await<string>(retry(attempts.Next, 3)).Into(out var answer);
            answer.Result.ShouldBe("tea");
        }
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
