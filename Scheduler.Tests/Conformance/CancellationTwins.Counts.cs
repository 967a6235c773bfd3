using static Coroutines.Awaitable;

namespace Coroutines.Tests.Conformance;

public sealed partial class CancellationTwins
{
    [Twin]
    public IEnumerator<Awaitable> TwoBeforeDeliveryWhileWaiting()
    {
        IEnumerator<Awaitable> Body()
        {
            yield return Settle(Sleep(100), out Outcome outcome, includeCancellation: true);
            Log("caught", outcome.Exception, "cancelling", Self.Cancelling);
            yield return Sleep(1);
            Log("only one");
        }

        CoTask task = CreateTask(Body());
        yield return Await(Pause());
        Log("cancel", task.Cancel("first"), task.Cancel("second"));
        yield return Await(LogEnd("task", task));
    }

    [Twin]
    public IEnumerator<Awaitable> TwoBeforeDeliveryWhileReady()
    {
        IEnumerator<Awaitable> Body()
        {
            yield return Settle(Pause(3), out Outcome outcome, includeCancellation: true);
            Log("caught", outcome.Exception, "cancelling", Self.Cancelling);
        }

        CoTask task = CreateTask(Body());
        yield return Await(Pause());
        Log("cancel", task.Cancel("first"), task.Cancel("second"));
        yield return Await(LogEnd("task", task));
    }

    [Twin]
    public IEnumerator<Awaitable> UncancelWithdrawsARememberedCancel()
    {
        IEnumerator<Awaitable> Body()
        {
            Self.Cancel("remembered");
            Log("uncancel", Self.Uncancel());
            yield return Sleep(0);
            Log("not cancelled");
            yield return Return(1);
        }

        yield return Await(LogEnd("task", CreateTask<int>(Body())));
    }

    [Twin]
    public IEnumerator<Awaitable> UncancelOfOneOfTwoWithdrawsNothing()
    {
        IEnumerator<Awaitable> Body()
        {
            Self.Cancel("one");
            Self.Cancel("two");
            Log("uncancel", Self.Uncancel());
            yield return Try(Sleep(0)).Finally(() => Log("uncancel", Self.Uncancel()));
        }

        yield return Await(LogEnd("task", CreateTask(Body())));
    }

    [Twin]
    public IEnumerator<Awaitable> UncancelDoesNotRecallAForwardedCancel()
    {
        CoTask task = CreateTask(SleepLogging(100, () => $"finally, cancelling {Self.Cancelling}"));
        yield return Await(Pause());
        task.Cancel("forwarded");
        Log("uncancel", task.Uncancel());
        yield return Await(LogEnd("task", task));
    }

    [Twin]
    public IEnumerator<Awaitable> UncancelWithdrawsFromAReadyTask()
    {
        IEnumerator<Awaitable> Body()
        {
            yield return Sleep(0);
            yield return Sleep(0);
            yield return Sleep(0);
            yield return Return("went on");
        }

        CoTask task = CreateTask<string>(Body());
        yield return Await(Pause());
        task.Cancel();
        Log("uncancel", task.Uncancel());
        yield return Await(LogEnd("task", task));
    }

    [Twin]
    public IEnumerator<Awaitable> UncancelWithoutACancel()
    {
        Log("uncancel", Self.Uncancel(), Self.Uncancel(), "cancelling", Self.Cancelling);
        yield break;
    }

    [Twin]
    public IEnumerator<Awaitable> UncancelAfterSwallowing()
    {
        IEnumerator<Awaitable> Body()
        {
            yield return Try(Sleep(100)).Catch<CancelledException>(_ => Log("uncancel", Self.Uncancel()));
            yield return Sleep(1);
            yield return Return(Self.Cancelling);
        }

        CoTask task = CreateTask<int>(Body());
        yield return Await(Pause());
        task.Cancel();
        yield return Await(LogEnd("task", task));
    }

    [Twin]
    public IEnumerator<Awaitable> OfADoneTask()
    {
        CoTask task = CreateTask(Noop());
        yield return task;
        Log("cancel", task.Cancel(), "cancelled", task.IsCancelled, "cancelling", task.Cancelling);
    }

    [Twin]
    public IEnumerator<Awaitable> OfACancelledTask()
    {
        CoTask task = CreateTask(Noop());
        task.Cancel();
        yield return Await(LogEnd("task", task));
        Log("cancel", task.Cancel(), "cancelling", task.Cancelling);
    }
}
