using static Coroutines.Awaitable;

namespace Coroutines.Tests.Conformance;

/// <summary>The loop itself: order within an iteration, handles, stop, errors in callbacks. Rules 1 to 10.</summary>
public sealed partial class LoopTwins : Twins<LoopTwins>
{
    private void Chain(Scheduler loop, int depth, string name = "depth")
    {
        Log(name, depth);
        if (depth > 0)
        {
            loop.CallSoon(() => Chain(loop, depth - 1, name));
        }
    }

    // Stops the loop in some iterations, and runs it until then.
    private static void Finish(Scheduler loop, int iterations = 5)
    {
        void Count(int left)
        {
            if (left == 0)
            {
                loop.Stop();
            }
            else
            {
                loop.CallSoon(() => Count(left - 1));
            }
        }

        loop.CallSoon(() => Count(iterations - 1));
        loop.RunForever();
        loop.Dispose();
    }

    private Action Logging(params object?[] words) => () => Log(words);

    [Twin]
    public void CallSoonIsFirstInFirstOut()
    {
        Scheduler loop = NewScheduler();
        foreach (string name in new[] { "a", "b", "c" })
        {
            loop.CallSoon(Logging(name));
        }

        Finish(loop);
    }

    [Twin]
    public void CallbacksAddedWhileCallbacksRunWaitForTheNextIteration()
    {
        Scheduler loop = NewScheduler();
        foreach (string name in new[] { "a", "b" })
        {
            loop.CallSoon(() =>
            {
                Log(name);
                loop.CallSoon(Logging("added by", name));
            });
        }

        loop.CallSoon(Logging("c"));
        Finish(loop);
    }

    [Twin]
    public void NestedScheduling()
    {
        Scheduler loop = NewScheduler();
        loop.CallSoon(() => Chain(loop, 3, "x"));
        loop.CallSoon(() => Chain(loop, 2, "y"));
        Finish(loop);
    }

    [Twin]
    public void CancelledHandleIsSkipped()
    {
        Scheduler loop = NewScheduler();
        loop.CallSoon(Logging("a"));
        Handle handle = loop.CallSoon(Logging("never"));
        loop.CallSoon(Logging("c"));
        handle.Cancel();
        Log("cancelled", handle.IsCancelled);
        Finish(loop);
    }

    [Twin]
    public void HandleCancelledByAnEarlierCallback()
    {
        Scheduler loop = NewScheduler();
        Handle handle = null!;
        loop.CallSoon(() =>
        {
            Log("a");
            handle.Cancel();
        });
        handle = loop.CallSoon(Logging("never"));
        loop.CallSoon(Logging("c"));
        Finish(loop);
    }

    [Twin]
    public void HandleCancelledByItselfAndAfterItRan()
    {
        Scheduler loop = NewScheduler();
        Handle handle = null!;
        handle = loop.CallSoon(() =>
        {
            handle.Cancel();
            Log("running, cancelled", handle.IsCancelled);
        });
        Handle other = loop.CallSoon(Logging("other"));
        loop.CallSoon(() =>
        {
            other.Cancel();
            Log("too late, cancelled", other.IsCancelled);
        });
        Finish(loop);
    }

    [Twin]
    public void ReadyBeforeTimers()
    {
        Scheduler loop = NewScheduler();
        loop.CallLater(0, Logging("timer"));
        loop.CallSoon(Logging("ready"));
        Finish(loop);
    }

    [Twin]
    public void TimersDueRunAfterWhatTheyFoundReady()
    {
        Scheduler loop = NewScheduler();
        loop.CallSoon(() =>
        {
            loop.CallLater(0, Logging("timer set first"));
            loop.CallSoon(Logging("ready set second"));
            loop.CallAt(-1, Logging("timer in the past"));
        });
        Finish(loop);
    }

    [Twin]
    public IEnumerator<Awaitable> SleepZeroRunsBeforeTimersOfTheSameIteration()
    {
        Loop.CallLater(0, Logging("timer"));
        yield return Sleep(0);
        Log("task");
    }

    [Twin]
    public void TimerSetByATimerForNow()
    {
        using Scheduler loop = NewScheduler();
        loop.CallLater(1, () =>
        {
            Log("first");
            loop.CallLater(0, Logging("second"));
            loop.CallSoon(Logging("ready"));
        });
        loop.CallLater(1, Logging("third"));
        loop.CallLater(2, loop.Stop);
        loop.RunForever();
    }

    [Twin]
    public void CallLaterOfANegativeTime()
    {
        Scheduler loop = NewScheduler();
        loop.CallLater(-3, Logging("negative"));
        loop.CallLater(0, Logging("zero"));
        Finish(loop);
    }

    [Twin]
    public void CallAtRunsInTheOrderOfTime()
    {
        using Scheduler loop = NewScheduler();
        foreach (double when in new[] { 3, 1, 2, 0.5, 2.5 })
        {
            loop.CallAt(when, Logging("due", when));
        }

        loop.CallAt(4, loop.Stop);
        loop.RunForever();
        Log("time", loop.Time);
    }

    [Twin]
    public void EqualDeadlinesRunInTheOrderTheyWereSet()
    {
        using Scheduler loop = NewScheduler();
        foreach (char name in "abcdefgh")
        {
            loop.CallAt(1, Logging(name));
        }

        loop.CallAt(1, loop.Stop);
        loop.CallAt(1, Logging("in the same iteration"));
        loop.RunForever();
    }

    [Twin]
    public void TimerHandleKnowsItsTime()
    {
        using Scheduler loop = NewScheduler();
        Log("when", loop.CallLater(5, Logging()).When, loop.CallAt(2.5, Logging()).When);
    }

    [Twin]
    public void CancelledTimerDoesNotRunAndNobodyWaitsForIt()
    {
        using Scheduler loop = NewScheduler();
        loop.CallLater(1, Logging("a"));
        TimerHandle handle = loop.CallLater(2, Logging("never"));
        loop.CallLater(5, loop.Stop);
        loop.CallSoon(handle.Cancel);
        loop.RunForever();
        Log("cancelled", handle.IsCancelled, "time", loop.Time);
    }

    [Twin]
    public void TimerCancelledByAnotherOfTheSameTime()
    {
        using Scheduler loop = NewScheduler();
        TimerHandle handle = null!;
        loop.CallAt(1, () =>
        {
            Log("a");
            handle.Cancel();
        });
        handle = loop.CallAt(1, Logging("never"));
        loop.CallAt(1, Logging("c"));
        loop.CallAt(2, loop.Stop);
        loop.RunForever();
    }

    [Twin]
    public void MostOfManyTimersCancelled()
    {
        using Scheduler loop = NewScheduler();
        TimerHandle[] handles =
            [.. Enumerable.Range(0, 150).Select(n => loop.CallAt(n % 7 + 1, Logging("timer", n)))];
        for (int n = 0; n < handles.Length; n++)
        {
            if (n % 15 != 0)
            {
                handles[n].Cancel();
            }
        }

        loop.CallAt(10, loop.Stop);
        loop.RunForever();
    }
}
