namespace Coroutines.Tests.Awaiting;

/// <summary>Callbacks of futures and tasks: order, removal, errors.</summary>
public sealed class DoneCallbackTests
{
    private Rig _rig = null!;
    private Future _future = null!;

    [SetUp]
    public void SetUp()
    {
        _rig = new Rig();
        _future = _rig.Scheduler.CreateFuture();
    }

    [TearDown]
    public void TearDown()
    {
        _future.Dispose();
        _rig.Dispose();
    }

    [Test]
    public void AddDoneCallback_CallsWithTheFuture_InTheIterationAfterTheCompletion()
    {
        _future.AddDoneCallback(future => _rig.Log($"called {ReferenceEquals(future, _future)}"));

        _future.SetResult();
        _rig.ShouldHaveLogged();
        _rig.Iterate();

        _rig.ShouldHaveLogged("called True");
    }

    [Test]
    public void AddDoneCallback_ToADoneFuture_IsScheduledAtOnce()
    {
        _future.SetResult();
        _future.AddDoneCallback(_ => _rig.Log("called"));
        _rig.ShouldHaveLogged();

        _rig.Iterate();

        _rig.ShouldHaveLogged("called");
    }

    [Test]
    public void AddDoneCallback_Twice_CallsTwice()
    {
        void Called(Future future) => _rig.Log("called");
        _future.AddDoneCallback(Called);
        _future.AddDoneCallback(Called);
        _future.SetResult();
        _rig.Iterate();

        _rig.ShouldHaveLogged("called", "called");
    }

    [Test]
    public void RemoveDoneCallback_RemovesEveryEqualOne_AndKeepsTheOrderOfTheRest()
    {
        void Called(Future future) => _rig.Log("removed");
        _future.AddDoneCallback(_ => _rig.Log("a"));
        _future.AddDoneCallback(Called);
        _future.AddDoneCallback(_ => _rig.Log("b"));
        _future.AddDoneCallback(Called);

        _future.RemoveDoneCallback(Called).ShouldBe(2);
        _future.RemoveDoneCallback(Called).ShouldBe(0);

        _future.SetResult();
        _rig.Iterate();
        _rig.ShouldHaveLogged("a", "b");
    }

    [Test]
    public void RemoveDoneCallback_OfTheOnlyOne_LeavesNone()
    {
        void Called(Future future) => _rig.Log("removed");
        _future.RemoveDoneCallback(Called).ShouldBe(0);
        _future.AddDoneCallback(Called);
        _future.RemoveDoneCallback(Called).ShouldBe(1);
        _future.SetResult();
        _rig.Iterate();

        _rig.ShouldHaveLogged();
    }

    [Test]
    public void RemoveDoneCallback_OfOneThatIsScheduled_ComesTooLate()
    {
        void Called(Future future) => _rig.Log("called");
        _future.AddDoneCallback(Called);
        _future.SetResult();

        _future.RemoveDoneCallback(Called).ShouldBe(0);

        _rig.Iterate();
        _rig.ShouldHaveLogged("called");
    }

    [Test]
    public void Callback_ThatThrows_IsReportedWithTheFuture_AndTheOthersAreCalled()
    {
        _future.Name = "job";
        _future.AddDoneCallback(_ => _rig.Log("a"));
        _future.AddDoneCallback(_ => throw new IOException("boom"));
        _future.AddDoneCallback(_ => _rig.Log("b"));
        _future.SetResult();
        _rig.Iterate();

        _rig.ShouldHaveLogged("a", "b");
        _rig.ShouldHaveReported("A done-callback of future 'job' threw an exception: boom");
        _rig.Reports[0].Future.ShouldBeSameAs(_future);
    }

    [Test]
    public void Callback_OfATask_SeesItDone_AndNoTaskAsCurrent()
    {
        CoTask task = _rig.Start(_rig.Steps("x", 1));
        task.AddDoneCallback(future => _rig.Log($"{future.State}, current: {CoTask.Current?.Name ?? "none"}"));

        _rig.Iterate(3);

        _rig.ShouldHaveLogged("x1", "x end", "Finished, current: none");
    }

    [Test]
    public void Callback_AddedByACallback_IsCalledInTheNextIteration()
    {
        _future.AddDoneCallback(future =>
        {
            _rig.Log("outer");
            future.AddDoneCallback(_ => _rig.Log("inner"));
        });
        _future.SetResult();

        _rig.Iterate();
        _rig.ShouldHaveLogged("outer");
        _rig.Iterate();
        _rig.ShouldHaveLogged("outer", "inner");
    }

    [Test]
    public void Callback_OfACancel_IsCalled()
    {
        _future.AddDoneCallback(future => _rig.Log($"{future.IsCancelled}"));
        _future.Cancel();
        _rig.Iterate();

        _rig.ShouldHaveLogged("True");
    }

    [Test]
    public void AddDoneCallback_ToAFutureOfNoScheduler_IsRefused()
    {
        Should.Throw<InvalidOperationException>(() => new Future().AddDoneCallback(_ => { }))
            .Message.ShouldContain("belongs to no scheduler");
        Should.Throw<ArgumentNullException>(() => _future.AddDoneCallback(null!));
        Should.Throw<ArgumentNullException>(() => _future.RemoveDoneCallback(null!));
    }
}
