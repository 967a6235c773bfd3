using static Coroutines.Awaitable;

namespace Coroutines.Tests.Combinators;

/// <summary><c>Try&lt;T&gt;(…)</c>: a body that has a result, or a handler that gives it.</summary>
public sealed class TypedTryTests
{
    private Rig _rig = null!;

    [SetUp]
    public void SetUp() => _rig = new Rig();

    [TearDown]
    public void TearDown() => _rig.Dispose();

    [Test]
    public void Result_OfAGoodEnd_IsTheBodys()
    {
        ResultOf(Try<int>(Giving(1)).Catch<Exception>(_ => 2)).ShouldBe(1);
        _rig.ShouldHaveLogged();
    }

    [Test]
    public void Result_AfterAFailure_IsTheHandlers()
    {
        ResultOf(Try<int>(Failing(new FormatException("boom")))
            .Catch<IOException>(_ => 1)
            .Catch<FormatException>(e => e.Message.Length, when: e => e.Message == "other")
            .Catch<FormatException>(e => e.Message.Length)
            .Catch<Exception>(_ => 3)).ShouldBe(4);
    }

    [Test]
    public void Result_OfACoroutineThatHandles_IsWhatItReturns()
    {
        IEnumerator<Awaitable> Recover(IOException error)
        {
            _rig.LogTime($"recovering from {error.Message}");
            yield return Sleep(2);
            yield return Return(7);
        }

        ResultOf(Try<int>(Failing(new IOException("boom"))).Catch<IOException>(Recover)).ShouldBe(7);

        _rig.ShouldHaveLogged("0 recovering from boom");
        _rig.Scheduler.Time.ShouldBe(2);
    }

    [Test]
    public void Result_OfWhateverIsAwaited_IsItsResult()
    {
        IEnumerator<Awaitable> Main()
        {
            var future = new Future<int>();
            future.SetException(new IOException("future"));
            var queue = new CoQueue<int>();
            queue.PutNoWait(4);
            yield return Try(CreateTask<int>(Giving(1))).Catch<IOException>(_ => 0).Into(out Awaitable<int> ofTask);
            yield return Try(future).Catch<IOException>(_ => 2).Into(out Awaitable<int> ofFuture);
            yield return Try(Await<int>(Giving(3))).Catch<IOException>(_ => 0).Into(out Awaitable<int> ofCall);
            yield return Try(queue.Get()).Catch<IOException>(_ => 0).Into(out Awaitable<int> ofQueue);
            queue.PutNoWait(0);
            yield return queue.Get();
            _rig.Log($"{ofTask.Result} {ofFuture.Result} {ofCall.Result} {ofQueue.Result} {ofQueue.Result}");
        }

        _rig.Run(Main());

        _rig.ShouldHaveLogged("1 2 3 4 4");
    }

    [Test]
    public void Result_BeforeTheEnd_IsAnError()
    {
        IEnumerator<Awaitable> Main()
        {
            yield return null;
            TryBlock<int> block = Try<int>(Giving(1));
            Awaitable awaited = block.Into(out Awaitable<int> result);
            Should.Throw<InvalidStateException>(() => result.Result).Message.ShouldContain("The Try is not over");
            yield return awaited;
            result.Result.ShouldBe(1);
            yield return Settle(block, out Outcome second);
            second.Exception!.Message.ShouldContain("a second time");
        }

        _rig.Run(Main());
    }

    [Test]
    public void Result_AfterAHandlerThatGivesNone_IsAnErrorForWhoeverReadsIt([Values] bool isCoroutine)
    {
        IEnumerator<Awaitable> Main()
        {
            TryBlock<int> block = Try<int>(Failing(new IOException("boom")));
            block = isCoroutine
                ? block.Catch<IOException>(_ => _rig.Steps("handler", 0))
                : block.Catch<IOException>(_ => _rig.Log("handler end"));
            yield return block.Into(out Awaitable<int> result);
            Should.Throw<InvalidStateException>(() => result.Result).Message.ShouldContain("handled by a Catch that gives none");
        }

        _rig.Run(Main());

        _rig.ShouldHaveLogged("handler end");
    }

    [Test]
    public void Handler_ThatReturnsAnotherType_FailsTheBlock_AndKeepsTheFirstReachable()
    {
        IEnumerator<Awaitable> Handle(Exception error)
        {
            yield return Return("text");
        }

        Exception error = ErrorOf(Try<int>(Failing(new IOException("first"))).Catch<IOException>(Handle));

        error.Message.ShouldBe("The coroutine Handle was to return Int32, but returned String.");
        error.GetReplacedException().ShouldNotBeNull().Message.ShouldBe("first");
    }

    [Test]
    public void Handler_ThatIsNoCoroutineAtAll_FailsTheBlock() =>
        ErrorOf(Try<int>(Failing(new IOException("first"))).Catch<IOException>(_ => (IEnumerator<Awaitable>)null!))
            .ShouldBeOfType<ArgumentNullException>().GetReplacedException().ShouldNotBeNull().Message.ShouldBe("first");

    [Test]
    public void Body_ThatReturnsNoValue_IsAFailureThatCanBeHandled() =>
        ResultOf(Try<int>(_rig.Steps("body", 1)).Catch<InvalidOperationException>(_ => 5)).ShouldBe(5);

    [Test]
    public void Handler_ThatThrows_FailsTheBlock_AndNoOtherHandlerGetsIt([Values] bool isCoroutine)
    {
        TryBlock<int> block = Try<int>(Failing(new IOException("first")));
        block = isCoroutine
            ? block.Catch<IOException>(_ => Failing(new IOException("second")))
            : block.Catch<IOException>(_ => throw new IOException("second"));
        Exception error = ErrorOf(block.Catch<Exception>(_ => 1).Finally(() => _rig.Log("finally")));

        error.Message.ShouldBe("second");
        error.GetReplacedException().ShouldNotBeNull().Message.ShouldBe("first");
        _rig.ShouldHaveLogged("finally");
    }

    [Test]
    public void Condition_ThatThrows_FailsTheBlock()
    {
        Exception error = ErrorOf(Try<int>(Failing(new IOException("first"))).Catch<IOException>(_ => 1, when: _ => throw new IOException("in when")));

        error.Message.ShouldBe("in when");
        error.GetReplacedException().ShouldNotBeNull().Message.ShouldBe("first");
    }

    [Test]
    public void Handler_ThatThrowsTheSameAgain_IsARethrow()
    {
        var error = new IOException("same");
        ErrorOf(Try<int>(Failing(error)).Catch<IOException>(e => throw e)).ShouldBeSameAs(error);
        error.GetReplacedException().ShouldBeNull();
    }

    [Test]
    public void Finally_RunsInTheEnd_InTheOrderOfAdding_AndKeepsTheResult()
    {
        IEnumerator<Awaitable> Main()
        {
            yield return Try<int>(Failing(new IOException("boom")))
                .Finally(() => _rig.Log("first"))
                .Catch<IOException>(Handle)
                .Finally(() => _rig.Steps("second", 1))
                .Finally(() => _rig.Log("third"))
                .Into(out Awaitable<int> result);
            _rig.Log($"{result.Result}");
        }

        IEnumerator<Awaitable> Handle(IOException error)
        {
            _rig.Log($"handling {error.Message}");
            yield return null;
            yield return Return(9);
        }

        _rig.Run(Main());

        _rig.ShouldHaveLogged("handling boom", "first", "second1", "second end", "third", "9");
    }

    [Test]
    public void Finally_ThatThrows_TakesTheResultsPlace()
    {
        Exception error = ErrorOf(Try<int>(Failing(new IOException("first")))
            .Catch<IOException>(_ => 1)
            .Finally(() => Rig.Throw("second"))
            .Finally(() => _rig.Log("last")));

        error.Message.ShouldBe("second");
        _rig.ShouldHaveLogged("last");
    }

    [Test]
    public void CatchException_DoesNotCatchACancel_AndTheCleanUpsRun()
    {
        CoTask task = _rig.Start(Main(Try<int>(Slow()).Catch<Exception>(_ => 1).Finally(() => _rig.Log("finally"))));
        _rig.Iterate();
        task.Cancel("stop");
        Should.Throw<CancelledException>(() => _rig.Scheduler.RunUntilComplete(task)).Message.ShouldBe("stop");

        _rig.ShouldHaveLogged("finally");
    }

    [TestCase(true)]
    [TestCase(false)]
    public void Catch_OfACancelByItsName_SwallowsIt_AndGivesTheResult(bool byItsBase)
    {
        TryBlock<int> block = Try<int>(Slow());
        block = byItsBase ? block.Catch<OperationCanceledException>(_ => 1) : block.Catch<CancelledException>(_ => 1);
        CoTask task = _rig.Start(Main(block));
        _rig.Iterate();
        task.Cancel("stop");
        _rig.Scheduler.RunUntilComplete(task);

        _rig.ShouldHaveLogged("result 1");
    }

    [Test]
    public void CatchException_CatchesTheCancelOfSomethingElse() =>
        ResultOf(Try(Await(_ => Task.FromCanceled<int>(new CancellationToken(true)))).Catch<Exception>(_ => 6)).ShouldBe(6);

    [Test]
    public void Cancel_OfAHandler_PassesOn()
    {
        IEnumerator<Awaitable> Handle(Exception error)
        {
            yield return Sleep(1000);
        }

        CoTask task = _rig.Start(Main(Try<int>(Failing(new IOException("first"))).Catch<IOException>(Handle).Catch<CancelledException>(_ => 1)));
        _rig.Iterate(2);
        task.Cancel("stop");
        Should.Throw<CancelledException>(() => _rig.Scheduler.RunUntilComplete(task)).GetReplacedException().ShouldNotBeNull().Message.ShouldBe("first");
    }

    [Test]
    public void Block_BuiltOnAfterItWasYielded_IsRefused()
    {
        IEnumerator<Awaitable> Late()
        {
            TryBlock<int> block = Try<int>(Giving(1));
            yield return block;
            Should.Throw<InvalidOperationException>(() => block.Catch<Exception>(_ => 1));
            Should.Throw<InvalidOperationException>(() => block.Catch<Exception>(_ => Giving(1)));
            Should.Throw<InvalidOperationException>(() => block.Catch<Exception>(_ => { }));
            Should.Throw<InvalidOperationException>(() => block.Finally(() => { }));
        }

        _rig.Run(Late());
    }

    [Test]
    public void Handler_OfAnObject_MayBeACoroutine()
    {
        IEnumerator<Awaitable> Main()
        {
            yield return Try<object>(Failing(new IOException("boom"))).Catch<IOException>(_ => Giving(8)).Into(out Awaitable<object> result);
            _rig.Log($"{result.Result}");
        }

        _rig.Run(Main());

        _rig.ShouldHaveLogged("8");
    }

    [Test]
    public void Argument_ThatIsNull_IsAnErrorOfTheCall()
    {
        TryBlock<int> block = Try<int>(Giving(1));
        Should.Throw<ArgumentNullException>(() => Try<int>((IEnumerator<Awaitable>)null!));
        Should.Throw<ArgumentNullException>(() => block.Catch((Func<IOException, int>)null!)).ParamName.ShouldBe("handler");
        Should.Throw<ArgumentNullException>(() => block.Catch((Func<IOException, IEnumerator<Awaitable>>)null!)).ParamName.ShouldBe("handler");
        Should.Throw<ArgumentNullException>(() => block.Catch((Action<IOException>)null!)).ParamName.ShouldBe("handler");
        Should.Throw<ArgumentNullException>(() => block.Finally((Action)null!)).ParamName.ShouldBe("cleanup");
        Should.Throw<ArgumentNullException>(() => block.Finally((Func<IEnumerator<Awaitable>>)null!)).ParamName.ShouldBe("cleanup");
        Should.Throw<ArgumentNullException>(() => (Awaitable)(TryBlock<int>)null!);
        Should.Throw<ArgumentNullException>(() => (Awaitable<int>)(TryBlock<int>)null!);
    }

    private int ResultOf(TryBlock<int> block)
    {
        IEnumerator<Awaitable> Main()
        {
            yield return block.Into(out Awaitable<int> result);
            yield return Return(result.Result);
        }

        return _rig.Run<int>(Main());
    }

    private Exception ErrorOf(TryBlock<int> block)
    {
        Exception? error = null;
        IEnumerator<Awaitable> Main()
        {
            yield return Settle(block, out Outcome<int> outcome);
            error = outcome.Exception;
            Should.Throw<Exception>(() => outcome.Result).ShouldBeSameAs(error);
        }

        _rig.Run(Main());
        return error.ShouldNotBeNull();
    }

    private IEnumerator<Awaitable> Main(TryBlock<int> block)
    {
        yield return block.Into(out Awaitable<int> result);
        _rig.Log($"result {result.Result}");
    }

    private static IEnumerator<Awaitable> Giving(int value)
    {
        yield return null;
        yield return Return(value);
    }

    private static IEnumerator<Awaitable> Slow()
    {
        yield return Sleep(1000);
        yield return Return(0);
    }

    private static IEnumerator<Awaitable> Failing(Exception error)
    {
        yield return null;
        throw error;
    }
}
