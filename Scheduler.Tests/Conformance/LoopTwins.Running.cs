using static Coroutines.Awaitable;

namespace Coroutines.Tests.Conformance;

public sealed partial class LoopTwins
{
    [Twin]
    public void StopFinishesTheIteration()
    {
        using Scheduler loop = NewScheduler();
        loop.CallSoon(() =>
        {
            Log("stopping");
            loop.Stop();
            loop.CallSoon(Logging("in the next run"));
        });
        loop.CallSoon(Logging("still in this iteration"));
        loop.RunForever();
        Log("stopped");
        loop.CallSoon(loop.Stop);
        loop.RunForever();
    }

    [Twin]
    public void StopBeforehandRunsOneIteration()
    {
        using Scheduler loop = NewScheduler();
        loop.CallSoon(() => Chain(loop, 5));
        loop.CallLater(1, Logging("not yet due"));
        loop.CallLater(0, Logging("due"));
        loop.Stop();
        loop.RunForever();
        Log("stopped at", loop.Time);
    }

    [Twin]
    public void StopBeforehandWithNothingToDo()
    {
        using Scheduler loop = NewScheduler();
        loop.Stop();
        loop.RunForever();
        Log("stopped");
        loop.Stop();
        loop.Stop();
        loop.RunForever();
        Log("stopped again");
    }

    [Twin]
    public void SleepingTaskGoesOnInTheNextRun()
    {
        using Scheduler loop = NewScheduler();

        IEnumerator<Awaitable> Body()
        {
            Log("before");
            yield return Sleep(10);
            Log("after");
            loop.Stop();
        }

        CoTask task = loop.CreateTask(Body());
        loop.CallLater(1, loop.Stop);
        loop.RunForever();
        Log("stopped at", loop.Time, "done", task.IsDone);
        loop.RunForever();
        Log("stopped at", loop.Time, "done", task.IsDone);
    }

    [Twin]
    public void RunUntilCompleteLeavesOthersPending()
    {
        IEnumerator<Awaitable> Body(string name, double seconds)
        {
            yield return Sleep(seconds);
            Log(name);
            yield return Return(name);
        }

        using Scheduler loop = NewScheduler();
        CoTask<string> slow = loop.CreateTask<string>(Body("slow", 5));
        Log("returned", loop.RunUntilComplete<string>(Body("quick", 1)), "slow done", slow.IsDone);
        Log("returned", loop.RunUntilComplete(slow));
        Log("returned", loop.RunUntilComplete(slow));
    }

    [Twin]
    public void RunUntilCompleteOfADoneFuture()
    {
        using Scheduler loop = NewScheduler();
        Future<int> done = loop.CreateFuture<int>();
        done.SetResult(3);
        loop.CallSoon(() => Chain(loop, 5));
        Log("returned", loop.RunUntilComplete(done), "iterations", loop.Loop.Iteration);
    }

    [Twin]
    public void RunUntilCompleteRaisesWhatTheCoroutineRaised()
    {
        IEnumerator<Awaitable> Body()
        {
            yield return Sleep(1);
            throw new ArgumentException("lost");
        }

        using Scheduler loop = NewScheduler();
        Log("caught", Caught(() => loop.RunUntilComplete(Body())), "at", loop.Time);
        loop.RunUntilComplete(Noop());
        Log("goes on");
    }

    [Twin]
    public void RunUntilCompleteStoppedEarly()
    {
        using Scheduler loop = NewScheduler();
        Future<int> future = loop.CreateFuture<int>();
        loop.CallLater(1, loop.Stop);
        Log("caught", Kind(Caught(() => loop.RunUntilComplete(future))));
        loop.CallSoon(() => future.SetResult(1));
        Log("returned", loop.RunUntilComplete(future));
    }

    [Twin]
    public void RunUntilCompleteOfACancelledFuture()
    {
        using Scheduler loop = NewScheduler();
        Future future = loop.CreateFuture();
        loop.CallSoon(() => future.Cancel("gone"));
        Log("caught", Caught(() => loop.RunUntilComplete(future)));
    }

    [Twin]
    public void ErrorInACallbackGoesToTheHandler()
    {
        static void Fails() => throw new ArgumentException("in a callback");

        using Scheduler loop = NewScheduler();
        loop.CallSoon(Logging("before"));
        loop.CallSoon(Fails);
        loop.CallSoon(Logging("after"));
        loop.CallLater(1, Fails);
        loop.CallLater(1, Logging("after the timer's"));
        loop.CallLater(2, loop.Stop);
        loop.RunForever();
    }

    [Twin]
    public void HandlerCanBeReplaced()
    {
        static void Fails() => throw new ArgumentException("in a callback");

        Scheduler loop = NewScheduler();
        loop.CallSoon(Fails);
        loop.CallSoon(() => loop.ExceptionHandler = context => Log("mine:", context.Exception));
        loop.CallSoon(Fails);
        Finish(loop);
    }

    [Twin]
    public void HandlerThatFailsDoesNoHarm()
    {
        Scheduler loop = NewScheduler();
        loop.ExceptionHandler = context =>
        {
            Log("handler was told", context.Exception);
            throw new ArgumentException("in the handler");
        };
        loop.CallSoon(() => throw new ArgumentException("in a callback"));
        loop.CallSoon(Logging("after"));

        TextWriter standardError = Console.Error;
        Console.SetError(TextWriter.Null);
        try
        {
            Finish(loop);
        }
        finally
        {
            Console.SetError(standardError);
        }
    }

    [Twin]
    public void KeyboardInterruptInACallbackLeavesTheLoop()
    {
        Scheduler loop = NewScheduler();
        loop.CallSoon(Logging("before"));
        loop.CallSoon(() => throw new KeyboardInterruptException("now"));
        loop.CallSoon(Logging("in the next run"));
        Log("caught", Caught(loop.RunForever));
        Finish(loop);
    }

    [Twin]
    public void KeyboardInterruptInATaskLeavesTheLoop()
    {
        IEnumerator<Awaitable> Interrupt()
        {
            yield return Sleep(0);
            throw new KeyboardInterruptException("now");
        }

        Scheduler loop = NewScheduler();
        CoTask task = loop.CreateTask(Interrupt());
        loop.CallSoon(() => Chain(loop, 4));
        Log("caught", Caught(loop.RunForever), "done", task.IsDone, "cancelled", task.IsCancelled);
        Finish(loop);
    }

    [Twin]
    public void ThreadsafeSharesTheQueue()
    {
        Scheduler loop = NewScheduler();
        loop.CallSoon(() =>
        {
            loop.CallSoonThreadsafe(Logging("first, threadsafe"));
            loop.CallSoon(Logging("second"));
            loop.CallSoonThreadsafe(Logging("third, threadsafe"));
        });
        Finish(loop);
    }

    [Twin]
    public void ThreadsafeFromAnotherThread()
    {
        Scheduler loop = NewScheduler();
        loop.CallSoon(() =>
        {
            var thread = new Thread(() =>
            {
                for (int n = 0; n < 3; n++)
                {
                    loop.CallSoonThreadsafe(Logging("posted", n));
                }
            });
            thread.Start();
            thread.Join();
            Log("joined");
        });
        Finish(loop);
    }

    [Twin]
    public void ThreadsafeBeforeTheRun()
    {
        Scheduler loop = NewScheduler();
        loop.CallSoonThreadsafe(Logging("first, threadsafe"));
        loop.CallSoon(Logging("second"));
        Finish(loop);
    }

    [Twin]
    public void ThreadsafeDuringAWaitRunsBeforeItsTimers()
    {
        TimerHandle timer = null!;
        using Scheduler loop = NewSchedulerThatWaits(loop =>
        {
            loop.CallSoonThreadsafe(() =>
            {
                Log("posted first, cancels a timer");
                timer.Cancel();
                loop.CallSoon(Logging("called by the one posted"));
            });
            loop.CallSoonThreadsafe(Logging("posted second"));
        });
        timer = loop.CallLater(1, Logging("timer"));
        loop.CallLater(2, Logging("later timer"));
        loop.CallLater(3, () => loop.CallSoon(loop.Stop));
        loop.RunForever();
    }

    [Twin]
    public void ThreadsafeHandleIsCancelled()
    {
        Scheduler loop = NewScheduler();
        loop.CallSoonThreadsafe(Logging("never")).Cancel();
        loop.CallSoon(Logging("runs"));
        Finish(loop);
    }

    [Twin]
    public void TimeStandsStillWhileSomethingIsReady()
    {
        using Scheduler loop = NewScheduler();
        loop.CallLater(1, Logging("timer"));
        loop.CallSoon(() => Chain(loop, 3));
        loop.CallLater(2, loop.Stop);
        loop.RunForever();
    }

    [Twin]
    public void IsRunningAndIsClosed()
    {
        Scheduler loop = NewScheduler();
        Log("running", loop.IsRunning, "closed", loop.IsDisposed);
        loop.CallSoon(() => Log("running", loop.IsRunning, "closed", loop.IsDisposed));
        Finish(loop, 1);
        Log("running", loop.IsRunning, "closed", loop.IsDisposed);
    }

    [Twin]
    public void TasksAndCallbacksShareTheQueue()
    {
        IEnumerator<Awaitable> Body(string name)
        {
            Log(name);
            yield return Sleep(0);
            Log(name, "again");
        }

        Scheduler loop = NewScheduler();
        loop.CreateTask(Body("task a"));
        loop.CallSoon(Logging("callback b"));
        loop.CreateTask(Body("task c"));
        loop.CallSoon(Logging("callback d"));
        Finish(loop);
    }
}
