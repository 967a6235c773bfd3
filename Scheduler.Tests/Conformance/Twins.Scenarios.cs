using static Coroutines.Awaitable;

namespace Coroutines.Tests.Conformance;

public abstract partial class Twins
{
    /// <summary>Awaits something, and logs how it ends.</summary>
    private protected IEnumerator<Awaitable> Guard(string name, Awaitable body)
    {
        yield return Settle(body, out Outcome outcome, includeCancellation: true);
        LogEnd(name, outcome, "done");
    }

    private protected IEnumerator<Awaitable> Guard(string name, IEnumerator<Awaitable> body) => Guard(name, Await(body));

    /// <summary>Awaits something that has a result, and logs how it ends.</summary>
    private protected IEnumerator<Awaitable> GuardResult<T>(string name, Awaitable<T> body)
    {
        yield return Settle(body, out Outcome<T> outcome, includeCancellation: true);
        LogEnd(name, outcome, outcome.IsSuccess ? $"done {outcome.Result}" : string.Empty);
    }

    /// <summary>Makes a task that logs how it ends.</summary>
    private protected CoTask Start(string name, Awaitable body) => CreateTask(Guard(name, body), name);

    private protected CoTask Start(string name, IEnumerator<Awaitable> body) => Start(name, Await(body));

    private protected CoTask StartResult<T>(string name, Awaitable<T> body) => CreateTask(GuardResult(name, body), name);

    /// <summary>A task for each name.</summary>
    private protected CoTask[] StartEach(string names, Func<string, IEnumerator<Awaitable>> body) =>
        [.. names.Select(name => Start(name.ToString(), body(name.ToString())))];

    /// <summary>Waits for tasks of <see cref="Start(string, Awaitable)"/>.</summary>
    private protected IEnumerator<Awaitable> Finish(params IEnumerable<CoTask> tasks)
    {
        foreach (CoTask task in tasks)
        {
            yield return Settle(task, out Outcome outcome, includeCancellation: true);
            if (outcome.IsCancelled)
            {
                Log(task.Name, "never began");
            }
        }
    }

    /// <summary>Plays a scenario again and again, and cancels its victim one iteration later each time.</summary>
    private protected IEnumerator<Awaitable> AtEachMoment(
        int moments, Func<(CoTask Victim, CoTask[] Tasks, Func<object> Check)> scenario, int times = 1)
    {
        for (int moment = 0; moment < moments; moment++)
        {
            Log("moment", moment);
            (CoTask victim, CoTask[] tasks, Func<object> check) = scenario();
            yield return Await(Pause(moment));
            for (int i = 0; i < times; i++)
            {
                Log("cancel", victim.Cancel());
            }

            yield return Await(Finish(tasks));
            Log("state", check());
        }
    }

    /// <summary>The kind of error that an action throws.</summary>
    private protected static string Attempt(Action action) => Caught(action) is { } error ? Kind(error) : "nothing";

    /// <summary>What a function returns, or the kind of error that it throws.</summary>
    private protected static string Attempt<T>(Func<T> function)
    {
        string result = string.Empty;
        string error = Attempt(() => { result = $"{function()}"; });
        return error == "nothing" ? result : error;
    }

    private void LogEnd(string name, Outcome outcome, string success)
    {
        if (outcome.IsSuccess)
        {
            Log(name, success);
        }
        else
        {
            Log(name, "caught", Kind(outcome.Exception));
        }
    }
}
