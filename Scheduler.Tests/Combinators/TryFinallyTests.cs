using static Coroutines.Awaitable;

namespace Coroutines.Tests.Combinators;

/// <summary><c>Try(…).Finally(…)</c>: what runs in the end, in which order.</summary>
public sealed class TryFinallyTests
{
    private Rig _rig = null!;

    [SetUp]
    public void SetUp() => _rig = new Rig();

    [TearDown]
    public void TearDown() => _rig.Dispose();

    [Test]
    public void Finally_AfterAGoodEnd_RunsInTheOrderOfAdding()
    {
        Run(Try(_rig.Steps("body", 0))
            .Finally(() => _rig.Log("first"))
            .Finally(() => _rig.Steps("second", 1))
            .Finally(() => _rig.Log("third")));

        _rig.ShouldHaveLogged("body end", "first", "second1", "second end", "third", "main goes on");
    }

    [Test]
    public void Finally_AfterAFailure_RunsAfterTheHandler_AndBeforeTheCallerGoesOn()
    {
        Run(Try(Failing("boom"))
            .Finally(() => _rig.Steps("finally", 1))
            .Catch<IOException>(e => _rig.Log($"caught {e.Message}")));

        _rig.ShouldHaveLogged("caught boom", "finally1", "finally end", "main goes on");
    }

    [Test]
    public void Finally_AfterAnUnhandledFailure_RunsAndTheFailureGoesOn()
    {
        Should.Throw<IOException>(() => Run(Try(Failing("boom")).Finally(() => _rig.Steps("finally", 1))));
        _rig.ShouldHaveLogged("finally1", "finally end");
    }

    [Test]
    public void Finally_AfterACancel_RunsAndMaySleep()
    {
        IEnumerator<Awaitable> Cleanup()
        {
            yield return Sleep(2);
            _rig.LogTime("clean");
        }

        CoTask task = _rig.Start(Main(Try(Sleep(10)).Finally(Cleanup)));
        _rig.Scheduler.CallLater(1, () => task.Cancel());

        Should.Throw<CancelledException>(() => _rig.Scheduler.RunUntilComplete(task));
        _rig.ShouldHaveLogged("3 clean");
    }

    [Test]
    public void Finally_ThatThrows_ReplacesTheFailure_AndTheOthersStillRun()
    {
        IOException error = Should.Throw<IOException>(() => Run(
            Try(Failing("first"))
                .Finally(() => Rig.Throw("second"))
                .Finally(() => Failing("third"))
                .Finally(() => _rig.Log("last"))));

        error.Message.ShouldBe("third");
        Exception second = error.GetReplacedException().ShouldNotBeNull();
        second.Message.ShouldBe("second");
        second.GetReplacedException().ShouldNotBeNull().Message.ShouldBe("first");
        _rig.ShouldHaveLogged("last");
    }

    [Test]
    public void Finally_ThatThrowsAfterAGoodEnd_FailsTheBlock()
    {
        IOException error = Should.Throw<IOException>(() => Run(
            Try(_rig.Steps("body", 0)).Finally(() => Rig.Throw("only")).Catch<Exception>(_ => _rig.Log("no"))));

        error.Message.ShouldBe("only");
        error.GetReplacedException().ShouldBeNull();
        _rig.ShouldHaveLogged("body end");
    }

    [Test]
    public void Finally_AfterAHandlerThatThrew_Runs()
    {
        IOException error = Should.Throw<IOException>(() => Run(
            Try(Failing("first")).Catch<IOException>(_ => Rig.Throw("second")).Finally(() => _rig.Log("finally"))));

        error.Message.ShouldBe("second");
        _rig.ShouldHaveLogged("finally");
    }

    [Test]
    public void Try_WithoutAnything_IsTheBody()
    {
        Run(Try(_rig.Steps("body", 1)));

        _rig.ShouldHaveLogged("body1", "body end", "main goes on");
    }

    [Test]
    public void Try_YieldedTwice_IsAnErrorThatNamesTheCoroutine()
    {
        IEnumerator<Awaitable> Twice()
        {
            TryBlock block = Try(_rig.Steps("body", 0)).Finally(() => _rig.Log("finally"));
            yield return block;
            yield return Settle(block, out Outcome outcome);
            _rig.Log(outcome.Exception!.Message);
        }

        _rig.Run(Twice());

        _rig.ShouldHaveLogged(
            "body end",
            "finally",
            "Twice (task 'Task-1') awaits the same thing a second time: a call can be awaited only once. Make a task of it to await it from several places.");
    }

    [Test]
    public void Try_BuiltOnAfterItWasYielded_IsRefused()
    {
        IEnumerator<Awaitable> Late()
        {
            TryBlock block = Try(_rig.Steps("body", 0));
            yield return block;
            Should.Throw<InvalidOperationException>(() => block.Catch<Exception>(_ => { }));
            Should.Throw<InvalidOperationException>(() => block.Finally(() => { }));
        }

        _rig.Run(Late());
    }

    private void Run(Awaitable awaited) => _rig.Run(Main(awaited));

    private IEnumerator<Awaitable> Main(Awaitable awaited)
    {
        yield return awaited;
        _rig.Log("main goes on");
    }

    private static IEnumerator<Awaitable> Failing(string message)
    {
        yield return null;
        throw new IOException(message);
    }
}
