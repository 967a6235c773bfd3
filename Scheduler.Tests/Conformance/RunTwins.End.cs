using static Coroutines.Awaitable;

namespace Coroutines.Tests.Conformance;

public sealed partial class RunTwins
{
    [Twin]
    public void CallbacksQueuedAtTheEnd()
    {
        IEnumerator<Awaitable> Main()
        {
            Loop.CallSoon(() => Chain(1));
            Log("main ends");
            yield break;
        }

        Ends(Main());
    }

    [Twin]
    public void CallbacksQueuedAtTheEndWithATaskLeft()
    {
        IEnumerator<Awaitable> Main()
        {
            CreateTask(Linger("left"));
            Loop.CallSoon(() => Chain(1));
            yield return Sleep(0);
            Log("main ends");
        }

        Ends(Main());
    }

    [Twin]
    public void TimersLeftAtTheEndNeverRun()
    {
        IEnumerator<Awaitable> Main()
        {
            Loop.CallLater(1, () => Log("never"));
            yield return Sleep(0.5);
            Log("main ends");
        }

        Ends(Main());
    }

    [Twin]
    public void TimersLeftAtTheEndRunDuringALongShutdown()
    {
        IEnumerator<Awaitable> Main()
        {
            Loop.CallLater(2, () => Log("timer"));
            CreateTask(Linger("a", cleanup: 3));
            yield return Sleep(1);
            Log("main ends");
        }

        Ends(Main());
    }

    [Twin]
    public void CallbacksOfMainRun()
    {
        IEnumerator<Awaitable> Main()
        {
            Self.AddDoneCallback(done => Log("main returned", done.Result));
            yield return Sleep(1);
            yield return Return("it");
        }

        Ends<string>(Main());
    }

    [Twin]
    public void MainThatNeverSuspends()
    {
        IEnumerator<Awaitable> Main()
        {
            Log("main");
            yield return Return("at once");
        }

        Ends<string>(Main());
    }

    [Twin]
    public void CtrlCCancelsMain()
    {
        IEnumerator<Awaitable> Main()
        {
            InterruptAfter(1);
            try
            {
                yield return Sleep(100);
            }
            finally
            {
                Log("main cleaned up, cancelling", Self.Cancelling);
            }
        }

        Log("raised", Kind(Caught(() => Scheduler.Run(Main(), Options()))));
    }

    [Twin]
    public void CtrlCThatMainSwallows()
    {
        IEnumerator<Awaitable> Main()
        {
            InterruptAfter(1);
            yield return Try(Sleep(100)).Catch<CancelledException>(_ => Log("swallowed"));
            yield return Return("survived");
        }

        Ends<string>(Main());
    }

    [Twin]
    public void CtrlCThatMainTurnsIntoAnError()
    {
        IEnumerator<Awaitable> Main()
        {
            InterruptAfter(1);
            yield return Try(Sleep(100)).Catch<CancelledException>(_ => Raise(new ArgumentException("interrupted")));
        }

        Ends(Main());
    }

    [Twin]
    public void CtrlCLeavesNoTaskBehind()
    {
        IEnumerator<Awaitable> Main()
        {
            InterruptAfter(1);
            CreateTask(Linger("left"));
            yield return Await(Linger("main"));
        }

        Log("raised", Kind(Caught(() => Scheduler.Run(Main(), Options()))));
    }

    [Twin]
    public void KeyboardInterruptRaisedByMain()
    {
        IEnumerator<Awaitable> Main()
        {
            CreateTask(Linger("left"));
            yield return Sleep(1);
            throw new KeyboardInterruptException("by main");
        }

        Ends(Main());
    }

    [Twin]
    public void KeyboardInterruptRaisedByAnotherTask()
    {
        IEnumerator<Awaitable> Other()
        {
            yield return Sleep(1);
            throw new KeyboardInterruptException("by another");
        }

        IEnumerator<Awaitable> Main()
        {
            CreateTask(Other());
            yield return Await(Linger("main"));
        }

        Ends(Main());
    }

    [Twin]
    public void SecondCtrlCLeavesTheLoop()
    {
        IEnumerator<Awaitable> Main()
        {
            InterruptAfter(1);
            yield return Try(Sleep(100)).Catch<CancelledException>(_ => Log("swallowed"));

            // In the next iteration, when a signal would be noticed.
            CoTask main = Self;
            Scheduler loop = Loop;
            loop.CallSoon(() => MainRun.Interrupt(main));
            yield return Await(Linger("main"));
        }

        Log("raised", Kind(Caught(() => Scheduler.Run(Main(), Options()))));
    }
}
