using static Coroutines.Awaitable;

namespace Coroutines.Tests.Combinators;

/// <summary><c>Try(…).Catch(…)</c>: which handler gets what.</summary>
public sealed class TryTests
{
    private Rig _rig = null!;

    [SetUp]
    public void SetUp() => _rig = new Rig();

    [TearDown]
    public void TearDown() => _rig.Dispose();

    [Test]
    public void Try_WithoutAFailure_CallsNoHandler()
    {
        Run(Try(_rig.Steps("body", 1)).Catch<Exception>(Log("handler")));

        _rig.ShouldHaveLogged("body1", "body end", "main goes on");
    }

    [Test]
    public void Catch_TheFirstThatFits_Handles()
    {
        Run(Try(Failing(new FileNotFoundException("gone")))
            .Catch<ArgumentException>(Log("argument"))
            .Catch<IOException>(Log("io"))
            .Catch<FileNotFoundException>(Log("file"))
            .Catch<Exception>(Log("any")));

        _rig.ShouldHaveLogged("io: gone", "main goes on");
    }

    [Test]
    public void Catch_WithAConditionThatDoesNotHold_IsPassedOver()
    {
        Run(Try(Failing(new IOException("gone")))
            .Catch<IOException>(Log("no"), when: e => e.Message == "other")
            .Catch<IOException>(Log("yes"), when: e => e.Message == "gone"));

        _rig.ShouldHaveLogged("yes: gone", "main goes on");
    }

    [Test]
    public void Catch_WithAConditionThatThrows_FailsWithThat()
    {
        IOException error = Should.Throw<IOException>(() => Run(
            Try(Failing(new IOException("first")))
                .Catch<IOException>(Log("no"), when: _ => throw new IOException("in when"))
                .Finally(() => _rig.Log("finally"))));

        error.Message.ShouldBe("in when");
        error.GetReplacedException().ShouldNotBeNull().Message.ShouldBe("first");
        _rig.ShouldHaveLogged("finally");
    }

    [Test]
    public void Catch_WithoutAFit_LetsItPass()
    {
        Should.Throw<IOException>(() => Run(Try(Failing(new IOException("boom"))).Catch<ArgumentException>(Log("no"))));
        _rig.ShouldHaveLogged();
    }

    [Test]
    public void Catch_WithACoroutine_AwaitsIt()
    {
        IEnumerator<Awaitable> Recover(IOException error)
        {
            _rig.LogTime($"recovering from {error.Message}");
            yield return Sleep(2);
            _rig.LogTime("recovered");
        }

        Run(Try(Failing(new IOException("boom"))).Catch<IOException>(Recover));

        _rig.ShouldHaveLogged("0 recovering from boom", "2 recovered", "main goes on");
    }

    [Test]
    public void Catch_WhoseHandlerThrows_FailsWithThat_AndKeepsTheFirstReachable()
    {
        IOException error = Should.Throw<IOException>(() => Run(
            Try(Failing(new IOException("first"))).Catch<IOException>(_ => throw new IOException("second"))));

        error.Message.ShouldBe("second");
        error.GetReplacedException().ShouldNotBeNull().Message.ShouldBe("first");
    }

    [Test]
    public void Catch_WhoseCoroutineThrows_FailsWithThat_AndNoOtherHandlerGetsIt()
    {
        IOException error = Should.Throw<IOException>(() => Run(
            Try(Failing(new IOException("first")))
                .Catch<IOException>(_ => Failing(new IOException("second")))
                .Catch<Exception>(Log("no"))));

        error.Message.ShouldBe("second");
        error.GetReplacedException().ShouldNotBeNull().Message.ShouldBe("first");
        _rig.ShouldHaveLogged();
    }

    [Test]
    public void Catch_ThatThrowsTheSameAgain_IsARethrow()
    {
        var error = new IOException("same");
        Should.Throw<IOException>(() => Run(Try(Failing(error)).Catch<IOException>(e => throw e))).ShouldBeSameAs(error);
        error.GetReplacedException().ShouldBeNull();
    }

    [Test]
    public void Catch_WhoseHandlerIsNoCoroutineAtAll_FailsClearly()
    {
        ArgumentNullException error = Should.Throw<ArgumentNullException>(() => Run(
            Try(Failing(new IOException("first"))).Catch<IOException>(_ => (IEnumerator<Awaitable>)null!)));
        error.GetReplacedException().ShouldNotBeNull().Message.ShouldBe("first");
    }

    [Test]
    public void CatchException_DoesNotCatchACancel()
    {
        CoTask task = _rig.Start(Main(Try(_rig.Steps("body", 5)).Catch<Exception>(Log("no"))));
        _rig.Iterate();
        task.Cancel("stop");
        Should.Throw<CancelledException>(() => _rig.Scheduler.RunUntilComplete(task));

        _rig.ShouldHaveLogged("body1");
    }

    [Test]
    public void CatchException_CatchesTheCanceledExceptionOfUserCode()
    {
        Run(Try(Failing(new TaskCanceledException("user code"))).Catch<Exception>(Log("caught")));

        _rig.ShouldHaveLogged("caught: user code", "main goes on");
    }

    [TestCase(true)]
    [TestCase(false)]
    public void Catch_OfACancelByItsName_SwallowsIt(bool byItsBase)
    {
        TryBlock block = Try(_rig.Steps("body", 5));
        block = byItsBase ? block.Catch<OperationCanceledException>(Log("caught")) : block.Catch<CancelledException>(Log("caught"));
        CoTask task = _rig.Start(Main(block));
        _rig.Iterate();
        task.Cancel("stop");
        _rig.Scheduler.RunUntilComplete(task);

        _rig.ShouldHaveLogged("body1", "caught: stop", "main goes on");
    }

    [Test]
    public void Try_AroundAnyAwaitable_Works()
    {
        IEnumerator<Awaitable> Body()
        {
            CoTask<int> task = CreateTask<int>(Failing(new IOException("task")));
            yield return Try(task).Catch<IOException>(Log("a"));
            yield return Try(Await<int>(Failing(new IOException("call")))).Catch<IOException>(Log("b"));
            yield return Try(Try(Failing(new IOException("nested"))).Catch<ArgumentException>(Log("no"))).Catch<IOException>(Log("c"));
            yield return Settle(Try(Failing(new IOException("settled"))), out Outcome outcome);
            _rig.Log($"{outcome}");
        }

        _rig.Run(Body());

        _rig.ShouldHaveLogged("a: task", "b: call", "c: nested", "IOException: settled");
    }

    private Action<Exception> Log(string name) => error => _rig.Log($"{name}: {error.Message}");

    private void Run(Awaitable awaited) => _rig.Run(Main(awaited));

    private IEnumerator<Awaitable> Main(Awaitable awaited)
    {
        yield return awaited;
        _rig.Log("main goes on");
    }

    private static IEnumerator<Awaitable> Failing(Exception error)
    {
        yield return null;
        throw error;
    }
}
