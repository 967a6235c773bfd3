using static Coroutines.Awaitable;

#pragma warning disable CORO004 // what becomes of it is what is tested

namespace Coroutines.Tests.Conformance;

/// <summary>Misuse: each is an error where it happens, and never the end of the loop.</summary>
public sealed class MisuseTwins : Twins<MisuseTwins>
{
    private static string Describe(Outcome outcome) => outcome.IsSuccess ? "nothing" : Kind(outcome.Exception);

    [Twin]
    public IEnumerator<Awaitable> TaskAwaitsItself()
    {
        CoTask task = null!;

        IEnumerator<Awaitable> Body()
        {
            yield return Settle(task, out Outcome outcome);
            Log("caught", Describe(outcome));
            yield return Sleep(0);
            Log("goes on");
        }

        task = CreateTask(Body());
        yield return task;
    }

    [Twin]
    public IEnumerator<Awaitable> TaskAwaitsItselfAndEndsByIt()
    {
        CoTask task = null!;

        IEnumerator<Awaitable> Body()
        {
            yield return task;
        }

        task = CreateTask(Body());
        yield return Settle(task, out Outcome outcome);
        Log("caught", Describe(outcome));
    }

    [Twin]
    public IEnumerator<Awaitable> FutureOfAnotherLoop()
    {
        using Scheduler other = NewScheduler();
        yield return Settle(other.CreateFuture(), out Outcome outcome);
        Log("caught", Describe(outcome));
        yield return Sleep(0);
        Log("goes on");
    }

    [Twin]
    public IEnumerator<Awaitable> TaskOfAnotherLoop()
    {
        Scheduler other = NewScheduler();
        CoTask task = other.CreateTask(Noop());
        yield return Settle(task, out Outcome outcome);
        Log("caught", Describe(outcome));
        yield return Sleep(0);
        Log("goes on");
        task.Cancel();
    }

    [Twin]
    public IEnumerator<Awaitable> CoroutineReusedAfterItsEnd()
    {
        IEnumerator<Awaitable> Body()
        {
            Log("body");
            yield return Sleep(0);
        }

        IEnumerator<Awaitable> coroutine = Body();
        yield return Await(coroutine);
        yield return Settle(coroutine, out Outcome outcome);
        Log("caught", Describe(outcome));
    }

    [Twin]
    public IEnumerator<Awaitable> CoroutineReusedThatNeverSuspended()
    {
        IEnumerator<Awaitable> Body()
        {
            Log("body");
            yield break;
        }

        IEnumerator<Awaitable> coroutine = Body();
        yield return Await(coroutine);
        yield return Settle(coroutine, out Outcome outcome);
        Log("caught", Describe(outcome));
    }

    [Twin]
    public IEnumerator<Awaitable> CoroutineReusedAfterItFailed()
    {
        IEnumerator<Awaitable> coroutine = Fail(new ArgumentException("first"));
        yield return Settle(coroutine, out Outcome first);
        Log("caught", Describe(first));
        yield return Settle(coroutine, out Outcome second);
        Log("caught", Describe(second));
    }

    [Twin]
    public IEnumerator<Awaitable> CoroutineAwaitedByTwoAtOnce()
    {
        IEnumerator<Awaitable> Body()
        {
            yield return Sleep(1);
            Log("body ends");
        }

        IEnumerator<Awaitable> coroutine = Body();

        IEnumerator<Awaitable> First()
        {
            yield return Await(coroutine);
            Log("first ends");
        }

        IEnumerator<Awaitable> Second()
        {
            yield return Settle(coroutine, out Outcome outcome);
            Log("second caught", Describe(outcome));
        }

        CoTask one = CreateTask(First());
        CoTask two = CreateTask(Second());
        yield return one;
        yield return two;
    }

    [Twin]
    public IEnumerator<Awaitable> TaskOfACoroutineThatWasAwaited()
    {
        IEnumerator<Awaitable> coroutine = SleepFor(0);
        yield return Await(coroutine);
        yield return Settle(CreateTask(coroutine), out Outcome outcome);
        Log("caught", Describe(outcome));
    }

    [Twin]
    public IEnumerator<Awaitable> BadYield()
    {
        IEnumerator<Awaitable> Body()
        {
            yield return default(Awaitable<int>);
        }

        yield return Settle(Body(), out Outcome direct);
        Log("caught", Describe(direct));
        yield return Settle(CreateTask(Body()), out Outcome ofTask);
        Log("caught", Describe(ofTask));
    }

    [Twin]
    public IEnumerator<Awaitable> RunInsideARunningLoop()
    {
        Log("caught", Attempt(() => Scheduler.Run(Noop(), Options())));
        yield return Sleep(0);
        Log("goes on");
    }

    [Twin]
    public IEnumerator<Awaitable> RunUntilCompleteInsideARunningLoop()
    {
        Log("caught", Attempt(() => Loop.RunUntilComplete(Noop())));
        yield return Sleep(0);
        Log("goes on");
    }

    [Twin]
    public IEnumerator<Awaitable> AnotherLoopInsideARunningOne()
    {
        using Scheduler other = NewScheduler();
        Log("caught", Attempt(() => other.RunUntilComplete(Noop())));
        yield return Sleep(0);
        Log("goes on");
    }

    [Twin]
    public IEnumerator<Awaitable> CloseOfARunningLoop()
    {
        Log("caught", Attempt(Loop.Dispose));
        yield return Sleep(0);
        Log("goes on");
    }

    [Twin]
    public void UseOfAClosedLoop()
    {
        Scheduler loop = NewScheduler();
        loop.Dispose();
        loop.Dispose();
        Log("run_forever", Attempt(loop.RunForever));
        Log("call_soon", Attempt(() => loop.CallSoon(() => Log())));
        Log("call_later", Attempt(() => loop.CallLater(1, () => Log())));
        Log("call_soon_threadsafe", Attempt(() => loop.CallSoonThreadsafe(() => Log())));
        Log("create_task", Attempt(() => loop.CreateTask(Noop())));
    }

    [Twin]
    public void NoRunningLoop()
    {
        Log("get_running_loop", Attempt(() => Scheduler.Current));
        Log("create_task", Attempt(() => CreateTask(Noop())));
    }

    [Twin]
    public IEnumerator<Awaitable> TaskCompletedFromOutside()
    {
        IEnumerator<Awaitable> Body()
        {
            yield return Sleep(1);
            yield return Return("its own");
        }

        CoTask<string> task = CreateTask<string>(Body());
        yield return Await(Pause());
        Log(
            "set_result", Attempt(() => ((Future)task).SetResult("no")),
            "set_exception", Attempt(() => task.SetException(new ArgumentException("no"))));
        yield return task;
        Log("result", task.Result);
    }

    [Twin]
    public IEnumerator<Awaitable> ResultOfATaskTooEarly()
    {
        CoTask task = CreateTask(Pause());
        Log("ready", Attempt(() => task.Result), Attempt(() => task.Exception));
        yield return Sleep(0);
        Log("started", Attempt(() => task.Result), Attempt(() => task.Exception));
        yield return task;
        Log("done", task.Result, task.Exception);
    }

    [Twin]
    public IEnumerator<Awaitable> ResultOfTheRunningTaskItself()
    {
        CoTask task = Self;
        Log("caught", Attempt(() => task.Result), "done", task.IsDone);
        yield break;
    }

    [Twin]
    public IEnumerator<Awaitable> ResultOfACancelledTask()
    {
        CoTask task = CreateTask(Noop());
        task.Cancel();
        yield return Await(Pause());
        Log("caught", Attempt(() => task.Result), Attempt(() => task.Exception));
    }

    [Twin]
    public IEnumerator<Awaitable> NoCoroutine()
    {
        Log("create_task", Attempt(() => Loop.CreateTask(null!)));
        yield break;
    }

    [Twin]
    public void RunOfNoCoroutine() => Log("run", Attempt(() => Scheduler.Run(null!, Options())));

    [Twin]
    public IEnumerator<Awaitable> SleepOfNoNumber()
    {
        yield return Settle(SleepFor(double.NaN), out Outcome outcome);
        Log("caught", Describe(outcome));
    }

    [Twin]
    public IEnumerator<Awaitable> MisuseInATaskIsItsFailure()
    {
        CoTask task = null!;

        IEnumerator<Awaitable> Body()
        {
            try
            {
                yield return task;
            }
            finally
            {
                Log("finally");
            }
        }

        task = CreateTask(Body());
        CoTask other = CreateTask(Pause(5));
        yield return Settle(task, out Outcome outcome);
        Log("caught", Describe(outcome));
        yield return other;
        Log("the other is done");
    }
}
