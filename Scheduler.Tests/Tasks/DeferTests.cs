using static Coroutines.Awaitable;

namespace Coroutines.Tests.Tasks;

/// <summary><c>Defer(cleanup)</c>: coroutines that run when a frame ends, however it ends.</summary>
public sealed class DeferTests
{
    private Rig _rig = null!;

    [SetUp]
    public void SetUp() => _rig = new Rig();

    [TearDown]
    public void TearDown() => _rig.Dispose();

    [Test]
    public void Defer_AtTheEnd_RunsLastInFirstOut_AfterFinally()
    {
        IEnumerator<Awaitable> Main()
        {
            Defer(_rig.Steps("first", 1));
            Defer(_rig.Steps("second", 1));
            try
            {
                yield return null;
            }
            finally
            {
                _rig.Log("finally");
            }
        }

        _rig.Run(Main());

        _rig.ShouldHaveLogged("finally", "second1", "second end", "first1", "first end");
    }

    [Test]
    public void Defer_BeforeAReturn_RunsAndKeepsTheResult()
    {
        IEnumerator<Awaitable> Main()
        {
            Defer(_rig.Steps("cleanup", 1));
            yield return Return(8);
        }

        _rig.Run<int>(Main()).ShouldBe(8);
        _rig.ShouldHaveLogged("cleanup1", "cleanup end");
    }

    [Test]
    public void Defer_WhenTheFrameFails_RunsBeforeTheCallerHearsOfIt()
    {
        IEnumerator<Awaitable> Main()
        {
            yield return Settle(Inner(), out Outcome outcome);
            _rig.Log($"{outcome}");
        }

        IEnumerator<Awaitable> Inner()
        {
            Defer(_rig.Steps("cleanup", 2));
            yield return null;
            throw new IOException("boom");
        }

        _rig.Run(Main());

        _rig.ShouldHaveLogged("cleanup1", "cleanup2", "cleanup end", "IOException: boom");
    }

    [Test]
    public void Defer_WhenTheTaskIsCancelled_RunsAndMaySleep()
    {
        IEnumerator<Awaitable> Worker()
        {
            Defer(Cleanup());
            yield return Sleep(100);
            _rig.Log("never");
        }

        IEnumerator<Awaitable> Cleanup()
        {
            _rig.LogTime("cleaning");
            yield return Sleep(1);
            _rig.LogTime("clean");
        }

        IEnumerator<Awaitable> Main()
        {
            CoTask worker = CreateTask(Worker());
            yield return Sleep(2);
            worker.Cancel("enough");
            yield return Settle(worker, out Outcome outcome, includeCancellation: true);
            _rig.LogTime($"{outcome}: {outcome.Exception!.Message}");
        }

        _rig.Run(Main());

        _rig.ShouldHaveLogged("2 cleaning", "3 clean", "3 cancelled: enough");
    }

    [Test]
    public void Defer_OneThatFails_ReplacesTheException_AndTheOthersStillRun()
    {
        IEnumerator<Awaitable> Main()
        {
            Defer(_rig.Steps("last", 0));
            Defer(Failing("third"));
            Defer(Failing("second"));
            yield return null;
            throw new IOException("first");
        }

        IOException error = Should.Throw<IOException>(() => _rig.Run(Main()));

        error.Message.ShouldBe("third");
        Exception second = error.GetReplacedException().ShouldNotBeNull();
        second.Message.ShouldBe("second");
        second.GetReplacedException().ShouldNotBeNull().Message.ShouldBe("first");
        _rig.ShouldHaveLogged("last end");
    }

    [Test]
    public void Defer_OneThatFailsAfterAGoodEnd_FailsTheFrame()
    {
        IEnumerator<Awaitable> Main()
        {
            Defer(_rig.Steps("last", 0));
            Defer(Failing("cleanup"));
            yield return Return(1);
        }

        IOException error = Should.Throw<IOException>(() => _rig.Run<int>(Main()));
        error.Message.ShouldBe("cleanup");
        error.GetReplacedException().ShouldBeNull();
        _rig.ShouldHaveLogged("last end");
    }

    [Test]
    public void Defer_CancelledInItsMiddle_EndsThatOne_AndTheOthersStillRun()
    {
        IEnumerator<Awaitable> Worker()
        {
            Defer(_rig.Steps("next", 1));
            Defer(Slow());
            yield return null;
        }

        IEnumerator<Awaitable> Slow()
        {
            try
            {
                yield return Sleep(100);
            }
            finally
            {
                _rig.LogTime("slow finally");
            }
        }

        CoTask worker = _rig.Start(Worker());
        _rig.Scheduler.CallLater(1, () => worker.Cancel());

        Should.Throw<CancelledException>(() => _rig.Scheduler.RunUntilComplete(worker));
        _rig.ShouldHaveLogged("1 slow finally", "next1", "next end");
    }

    [Test]
    public void Defer_InsideADeferred_RunsWhenThatOneEnds()
    {
        IEnumerator<Awaitable> Outer()
        {
            Defer(_rig.Steps("inner", 1));
            _rig.Log("outer");
            yield return null;
            _rig.Log("outer end");
        }

        IEnumerator<Awaitable> Main()
        {
            Defer(_rig.Steps("first", 1));
            Defer(Outer());
            yield return null;
        }

        _rig.Run(Main());

        _rig.ShouldHaveLogged("outer", "outer end", "inner1", "inner end", "first1", "first end");
    }

    [Test]
    public void Defer_FromAPlainMethod_BelongsToTheCoroutineThatCallsIt()
    {
        void Helper(string name) => Defer(_rig.Steps(name, 0));

        IEnumerator<Awaitable> Inner()
        {
            Helper("of inner");
            yield return null;
            _rig.Log("inner");
        }

        IEnumerator<Awaitable> Main()
        {
            Helper("of main");
            yield return Await(Inner());
            _rig.Log("main");
        }

        _rig.Run(Main());

        _rig.ShouldHaveLogged("inner", "of inner end", "main", "of main end");
    }

    [Test]
    public void Defer_OfACoroutineThatWasUsed_FailsTheFrameWithItsName()
    {
        IEnumerator<Awaitable> Main()
        {
            IEnumerator<Awaitable> used = Used();
            yield return Await(used);
#pragma warning disable CORO004 // what becomes of it is what is tested
            Defer(used);
#pragma warning restore CORO004
        }

        static IEnumerator<Awaitable> Used()
        {
            yield return null;
        }

        Should.Throw<InvalidOperationException>(() => _rig.Run(Main())).Message.ShouldContain("Used");
    }

    [Test]
    public void Defer_OutsideOfACoroutine_IsRefused()
    {
        Should.Throw<InvalidOperationException>(() => Defer(_rig.Steps("x", 1))).Message.ShouldContain("Defer");

        _rig.Scheduler.CallSoon(() => Should.Throw<InvalidOperationException>(() => Defer(_rig.Steps("x", 1))));
        _rig.Iterate();
        _rig.ShouldHaveReported();
    }

    private static IEnumerator<Awaitable> Failing(string message)
    {
        yield return null;
        throw new IOException(message);
    }
}
