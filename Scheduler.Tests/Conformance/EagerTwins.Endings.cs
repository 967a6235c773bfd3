using static Coroutines.Awaitable;

namespace Coroutines.Tests.Conformance;

/// <summary>Eager tasks that fail, and that are cancelled.</summary>
public sealed partial class EagerTwins
{
    [Twin]
    public IEnumerator<Awaitable> ThatFailsAtOnce()
    {
        CoTask task = Eager(Fail(new ArgumentException("lost")));
        Log("created", State(task));
        yield return Await(Ending("task", task));
    }

    [Twin]
    public IEnumerator<Awaitable> ThatFailsLater()
    {
        IEnumerator<Awaitable> Body()
        {
            yield return Sleep(0);
            throw new ArgumentException("lost");
        }

        CoTask task = Eager(Body());
        Log("created", State(task));
        yield return Await(Ending("task", task));
    }

    [Twin]
    public IEnumerator<Awaitable> ThatFailsUnseen()
    {
        Eager(Fail(new ArgumentException("lost")));
        yield return Await(Pause());
        Log("main ends");
    }

    [Twin]
    public IEnumerator<Awaitable> ThatRaisesACancelAtOnce()
    {
        CoTask task = Eager(Fail(new CancelledException("own")));
        Log("created", State(task));
        yield return Await(Ending("task", task));
    }

    [Twin]
    public IEnumerator<Awaitable> ThatFailsInItsCleanup()
    {
        IEnumerator<Awaitable> Body()
        {
            try
            {
                Raise(new ArgumentException("first"));
                yield break;
            }
            finally
            {
                Log("cleaning up");
                Raise(new KeyNotFoundException("second"));
            }
        }

        CoTask task = Eager(Body());
        Log("created", State(task), Kind(task.Exception));
        yield break;
    }

    [Twin]
    public IEnumerator<Awaitable> ThatAwaitsItself()
    {
        IEnumerator<Awaitable> Body()
        {
            yield return Self;
        }

        CoTask task = Eager(Body());
        Log("created", State(task));
        yield return Await(Pause());
        Log("later", State(task), Kind(task.Exception));
    }

    [Twin]
    public void ThatIsInterrupted()
    {
        IEnumerator<Awaitable> Main()
        {
            try
            {
                Eager(Fail(new KeyboardInterruptException("by a coroutine")));
            }
            finally
            {
                Log("main is left");
            }

            Log("never");
            yield break;
        }

        Ends(() =>
        {
            Scheduler.Run(Main(), Options());
            return null;
        });
    }

    [Twin]
    public IEnumerator<Awaitable> FailureInTheCleanupOfItsMaker()
    {
        IEnumerator<Awaitable> Maker()
        {
            try
            {
                Raise(new ArgumentException("maker"));
                yield break;
            }
            finally
            {
                CoTask task = Eager(Fail(new KeyNotFoundException("eager")));
                Log("in the finally", State(task), Kind(task.Exception));
            }
        }

        yield return Await(Ending("maker", Maker()));
    }

    [Twin]
    public IEnumerator<Awaitable> SuccessInTheCleanupOfItsMaker()
    {
        IEnumerator<Awaitable> Maker()
        {
            try
            {
                Raise(new ArgumentException("maker"));
                yield break;
            }
            finally
            {
                Log("in the finally", State(EagerAnswer("eager")));
            }
        }

        yield return Await(Ending("maker", CreateTask(Maker())));
    }

    // Cancels.

    [Twin]
    public IEnumerator<Awaitable> CancelsItselfAndThenSuspends()
    {
        IEnumerator<Awaitable> Body()
        {
            Log("cancel", Self.Cancel("own"));
            yield return Sleep(1);
            Log("never");
        }

        CoTask task = Eager(Body());
        Log("created", State(task), "cancelling", task.Cancelling);
        yield return Await(Ending("task", task));
    }

    [Twin]
    public IEnumerator<Awaitable> CancelsItselfAndThenYields()
    {
        IEnumerator<Awaitable> Body()
        {
            Self.Cancel("own");
            yield return Sleep(0);
            Log("never");
        }

        CoTask task = Eager(Body());
        Log("created", State(task));
        yield return Await(Ending("task", task));
    }

    [Twin]
    public IEnumerator<Awaitable> CancelsItselfAndThenReturns()
    {
        IEnumerator<Awaitable> Body()
        {
            Self.Cancel("own");
            yield return Return("lost");
        }

        CoTask task = CreateTask<string>(Body(), eager: true);
        Log("created", State(task));
        yield return Await(Ending("task", task));
    }

    [Twin]
    public IEnumerator<Awaitable> CancelsItselfTakesItBackAndReturns()
    {
        IEnumerator<Awaitable> Body()
        {
            Self.Cancel("own");
            Log("uncancel", Self.Uncancel());
            yield return Return("kept");
        }

        CoTask task = CreateTask<string>(Body(), eager: true);
        Log("created", State(task));
        yield return Await(Ending("task", task));
    }

    [Twin]
    public IEnumerator<Awaitable> CancelledRightAfterItsCreation()
    {
        IEnumerator<Awaitable> Body()
        {
            try
            {
                yield return Sleep(1);
            }
            finally
            {
                Log("finally");
            }
        }

        CoTask task = Eager(Body());
        Log("cancel", task.Cancel("maker"));
        yield return Await(Ending("task", task));
    }

    [Twin]
    public IEnumerator<Awaitable> CancelledWhenItIsDone()
    {
        CoTask<string> task = EagerAnswer("task");
        Log("cancel", task.Cancel("maker"));
        yield return Await(Ending<string>("task", task));
    }

    [Twin]
    public IEnumerator<Awaitable> CancelsItsMaker()
    {
        IEnumerator<Awaitable> Body(CoTask maker)
        {
            maker.Cancel("by the eager one");
            yield break;
        }

        IEnumerator<Awaitable> Making()
        {
            Eager(Body(Self));
            Log("made, cancelling", Self.Cancelling);
            yield return Sleep(0);
            Log("never");
        }

        yield return Await(Ending("maker", CreateTask(Making())));
    }
}
