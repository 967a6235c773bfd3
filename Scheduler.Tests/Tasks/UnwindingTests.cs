using static Coroutines.Awaitable;

namespace Coroutines.Tests.Tasks;

/// <summary>The order in which a failing or cancelled frame unwinds, and what of it may throw.</summary>
public sealed class UnwindingTests
{
    private Rig _rig = null!;

    [SetUp]
    public void SetUp() => _rig = new Rig();

    [TearDown]
    public void TearDown() => _rig.Dispose();

    private IEnumerator<Awaitable> Frame(string name, Awaitable awaited)
    {
        Defer(_rig.Steps($"{name} deferred", 0));
        using var resource = new Cleanup(() => _rig.Log($"{name} using"));
        try
        {
            yield return awaited;
            _rig.Log($"{name} goes on");
        }
        finally
        {
            _rig.Log($"{name} finally");
        }
    }

    [Test]
    public void Cancel_UnwindsEachFrame_FinallyThenUsingThenDeferred_InnermostFirst()
    {
        CoTask task = _rig.Start(Frame("a", Await(Frame("b", Sleep(10)))));
        _rig.Iterate();
        task.Cancel();
        _rig.Iterate();

        task.IsCancelled.ShouldBeTrue();
        _rig.ShouldHaveLogged("b finally", "b using", "b deferred end", "a finally", "a using", "a deferred end");
    }

    [Test]
    public void Failure_OfTheInnermost_UnwindsLikeACancel()
    {
        IEnumerator<Awaitable> Failing()
        {
            yield return null;
            throw new IOException("boom");
        }

        Should.Throw<IOException>(() => _rig.Run(Frame("a", Await(Frame("b", Await(Failing()))))));
        _rig.ShouldHaveLogged("b finally", "b using", "b deferred end", "a finally", "a using", "a deferred end");
    }

    [Test]
    public void Failure_ThatIsSettled_UnwindsUpToTheSettle()
    {
        IEnumerator<Awaitable> Failing()
        {
            yield return null;
            throw new IOException("boom");
        }

        _rig.Run(Frame("a", Settle(Frame("b", Await(Failing())), out _)));

        _rig.ShouldHaveLogged("b finally", "b using", "b deferred end", "a goes on", "a finally", "a using", "a deferred end");
    }

    [Test]
    public void Cancel_WhenAFinallyThrows_BecomesThatException()
    {
        IEnumerator<Awaitable> Main()
        {
            using var outer = new Cleanup(() => _rig.Log("outer using"));
            try
            {
                yield return Sleep(10);
            }
            finally
            {
                Rig.Throw("in finally");
            }
        }

        CoTask task = _rig.Start(Main());
        _rig.Iterate();
        task.Cancel("stop");
        _rig.Iterate();

        task.IsCancelled.ShouldBeFalse();
        Exception error = task.Exception.ShouldNotBeNull();
        error.Message.ShouldBe("in finally");
        error.GetReplacedException().ShouldBeOfType<CancelledException>().Message.ShouldBe("stop");
        _rig.ShouldHaveLogged("outer using");
    }

    [Test]
    public void Finally_ThatCancelsItsOwnTask_HasNoEffectOnAFailure()
    {
        IEnumerator<Awaitable> Main()
        {
            try
            {
                yield return null;
                throw new IOException("boom");
            }
            finally
            {
                CoTask.Current!.Cancel();
            }
        }

        Should.Throw<IOException>(() => _rig.Run(Main())).Message.ShouldBe("boom");
    }

    [Test]
    public void Finally_ThatCreatesATask_StartsIt()
    {
        IEnumerator<Awaitable> Main()
        {
            try
            {
                yield return Sleep(10);
            }
            finally
            {
                CreateTask(_rig.Steps("started", 1));
            }
        }

        CoTask task = _rig.Start(Main());
        _rig.Iterate();
        task.Cancel();
        _rig.Iterate(3);

        _rig.ShouldHaveLogged("started1", "started end");
    }

    [Test]
    public void Cancel_ThatArrivesWhileDeferredWorkRuns_ReplacesTheFailure()
    {
        IEnumerator<Awaitable> Main()
        {
            Defer(Slow());
            yield return null;
            throw new IOException("boom");
        }

        static IEnumerator<Awaitable> Slow()
        {
            yield return Sleep(10);
        }

        CoTask task = _rig.Start(Main());
        _rig.Scheduler.CallLater(1, () => task.Cancel("stop"));

        CancelledException cancel = Should.Throw<CancelledException>(() => _rig.Scheduler.RunUntilComplete(task));
        cancel.Message.ShouldBe("stop");
        cancel.GetReplacedException().ShouldBeOfType<IOException>();
    }
}
