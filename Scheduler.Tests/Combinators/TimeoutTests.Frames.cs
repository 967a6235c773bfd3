using static Coroutines.Awaitable;

namespace Coroutines.Tests.Combinators;

/// <summary>Timeouts that are left open, and whose they are.</summary>
public sealed partial class TimeoutTests
{
    [Test]
    public void Timeout_LeftOpen_EndsWithItsCoroutine()
    {
        IEnumerator<Awaitable> Inner()
        {
            Timeout(5);
            yield return Sleep(1);
        }

        IEnumerator<Awaitable> Main()
        {
            yield return Await(Inner());
            _rig.Scheduler.Waits.TimerCount.ShouldBe(0);
            yield return Sleep(10);
        }

        _rig.Run(Main());
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void Timeout_LeftOpen_Expires()
    {
        IEnumerator<Awaitable> Inner()
        {
            Timeout(5);
            yield return Sleep(10);
        }

        _rig.Run(Ending("inner", Inner()));

        _rig.ShouldHaveLogged("5 inner: TimeoutException");
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void Timeout_LeftOpenAtAReturn_LosesNoResult()
    {
        IEnumerator<Awaitable> Answer()
        {
            Timeout(5);
            yield return Sleep(1);
            yield return Return(42);
        }

        _rig.Run<int>(Answer()).ShouldBe(42);
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void Timeout_OfAPlainMethod_BelongsToTheCoroutineThatCallsIt()
    {
        static CoTimeout Limit() => Timeout(1);

        IEnumerator<Awaitable> Inner()
        {
            using (Limit())
            {
                yield return Sleep(10);
            }
        }

        IEnumerator<Awaitable> Main()
        {
            yield return Await(Ending("inner", Inner()));
            yield return Sleep(1);
        }

        _rig.Run(Main());
        _rig.ShouldHaveLogged("1 inner: TimeoutException");
    }

    [Test]
    public void Timeout_InEachOfManyFrames_LeavesNoTimer()
    {
        IEnumerator<Awaitable> Level(int n)
        {
            using (Timeout(100 + n))
            {
                yield return n == 0 ? Sleep(1) : Await(Level(n - 1));
            }
        }

        _rig.Run(Level(50));
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void Timeout_OfAnOuterFrame_ClosesTheInnerOnesFirst()
    {
        IEnumerator<Awaitable> Level(int n)
        {
            using var resource = new Cleanup(() => _rig.LogTime($"level {n} closed"));
            yield return n == 0 ? Sleep(100) : Await(Level(n - 1));
        }

        IEnumerator<Awaitable> Main()
        {
            using (Timeout(1))
            {
                yield return Await(Level(2));
            }
        }

        _rig.Run(Ending("main", Main()));
        _rig.ShouldHaveLogged("1 level 0 closed", "1 level 1 closed", "1 level 2 closed", "1 main: TimeoutException");
    }

    [Test]
    public void Timeout_OpenedInAHandler_BelongsToTheCoroutineThatYieldedTheTry()
    {
        IEnumerator<Awaitable> Failing()
        {
            yield return null;
            throw new IOException("lost");
        }

        IEnumerator<Awaitable> Inner()
        {
            yield return Try(Failing()).Catch<IOException>(_ => { Timeout(1); });
            yield return Sleep(10);
        }

        IEnumerator<Awaitable> Main()
        {
            yield return Await(Ending("inner", Inner()));
            yield return Sleep(10);
        }

        _rig.Run(Main());
        _rig.ShouldHaveLogged("1 inner: TimeoutException");
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void Timeout_OpenedInAFinallyBlock_AndLeftOpen_EndsAsWell([Values] bool cancelled)
    {
        IEnumerator<Awaitable> Inner()
        {
            try
            {
                yield return Sleep(1);
            }
            finally
            {
                Timeout(50);
            }
        }

        CoTask task = _rig.Start(Ending("inner", Inner()));
        if (cancelled)
        {
            _rig.Scheduler.CallLater(0.5, () => task.Cancel());
        }

        _rig.Scheduler.RunUntilComplete(task);
        _rig.ShouldHaveLogged(cancelled ? "0.5 inner: CancelledException" : "1 inner: success");
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void Timeout_OpenedInAFinallyBlockOfTheOutermostCoroutine_EndsAsWell([Values] bool cancelled)
    {
        IEnumerator<Awaitable> Main()
        {
            try
            {
                yield return Sleep(1);
            }
            finally
            {
                using (Timeout(0))
                {
                    Timeout(50);
                }
            }
        }

        CoTask task = _rig.Start(Main());
        _rig.Iterate();
        if (cancelled)
        {
            task.Cancel();
        }

        Exception? error = null;
        try
        {
            _rig.Scheduler.RunUntilComplete(task);
        }
        catch (CancelledException cancel)
        {
            error = cancel;
        }

        (error is not null).ShouldBe(cancelled);
        _rig.Iterate();
        _rig.ShouldBeAtRest();
    }
}
