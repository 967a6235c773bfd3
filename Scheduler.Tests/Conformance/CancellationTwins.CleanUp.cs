using static Coroutines.Awaitable;

namespace Coroutines.Tests.Conformance;

public sealed partial class CancellationTwins
{
    [Twin]
    public IEnumerator<Awaitable> DuringTheCleanup()
    {
        IEnumerator<Awaitable> CleanUp()
        {
            Log("cleaning up");
            yield return Await(SleepLogging(10, () => $"inner finally, cancelling {Self.Cancelling}"));
            Log("never");
        }

        IEnumerator<Awaitable> Body()
        {
            Defer(CleanUp());
            yield return Sleep(100);
        }

        CoTask task = CreateTask(Body());
        yield return Await(Pause());
        task.Cancel("first");
        yield return Await(Pause());
        task.Cancel("second");
        yield return Await(LogEnd("task", task));
    }

    [Twin]
    public IEnumerator<Awaitable> CleanupTakesItsTime()
    {
        IEnumerator<Awaitable> CleanUp()
        {
            yield return Sleep(2);
            Log("cleaned up");
        }

        CoTask task = CreateTask(Body());
        yield return Sleep(1);
        task.Cancel("stop");
        yield return Await(LogEnd("task", task));

        IEnumerator<Awaitable> Body()
        {
            yield return Try(Sleep(100)).Finally(CleanUp);
        }
    }

    [Twin]
    public IEnumerator<Awaitable> CleanupFails()
    {
        IEnumerator<Awaitable> Body()
        {
            try
            {
                yield return Sleep(100);
            }
            finally
            {
                Raise(new ArgumentException("in the finally"));
            }
        }

        CoTask task = CreateTask(Body());
        yield return Await(Pause());
        task.Cancel("stop");
        yield return Settle(task, out Outcome outcome);
        Log("caught", outcome.Exception, "in place of", outcome.Exception!.GetReplacedException());
        Log("cancelled", task.IsCancelled);
    }

    [Twin]
    public IEnumerator<Awaitable> CleanupCancelsItself()
    {
        IEnumerator<Awaitable> CleanUp()
        {
            Self.Cancel("in the finally");
            Log("cleanup goes on");
            yield return Sleep(0);
            Log("never");
        }

        IEnumerator<Awaitable> Body()
        {
            Defer(CleanUp());
            yield return Sleep(0);
            Log("body done");
        }

        yield return Await(LogEnd("task", CreateTask(Body())));
    }

    [Twin]
    public IEnumerator<Awaitable> CleanupsOfNestedFramesRunInnermostFirst()
    {
        IEnumerator<Awaitable> CleanUp(int n)
        {
            yield return Sleep(1);
            Log("cleanup", n);
        }

        IEnumerator<Awaitable> Level(int n)
        {
            Defer(CleanUp(n));
            yield return n == 3 ? Sleep(100) : Await(Level(n + 1));
        }

        CoTask task = CreateTask(Level(0));
        yield return Await(Pause());
        task.Cancel("stop");
        yield return Await(LogEnd("task", task));
    }

    [Twin]
    public IEnumerator<Awaitable> CaughtHalfwayUp()
    {
        IEnumerator<Awaitable> Middle()
        {
            yield return Settle(
                SleepLogging(100, () => "inner finally"), out Outcome outcome, includeCancellation: true);
            Log("middle caught", outcome.Exception);
            yield return Return("from middle");
        }

        IEnumerator<Awaitable> Outer()
        {
            yield return Await<string>(Middle()).Into(out Awaitable<string> middle);
            yield return Return(middle.Result);
        }

        CoTask task = CreateTask<string>(Outer());
        yield return Await(Pause());
        task.Cancel("stop");
        yield return Await(LogEnd("task", task));
    }

    [Twin]
    public IEnumerator<Awaitable> TurnedIntoAnotherError()
    {
        IEnumerator<Awaitable> Body()
        {
            yield return Try(Sleep(100)).Catch<CancelledException>(_ => throw new ArgumentException("instead"));
        }

        CoTask task = CreateTask(Body());
        yield return Await(Pause());
        task.Cancel("stop");
        yield return Await(LogEnd("task", task));
    }
}
