using static Coroutines.Awaitable;
using static Coroutines.Tests.Conformance.CPython.Bodies;

namespace Coroutines.Tests.Conformance.CPython;

/// <summary>test_tasks: gather, of futures and of coroutines that await futures.</summary>
public sealed class CPythonGatherTests
{
    private Rig _rig = null!;

    [SetUp]
    public void SetUp() => _rig = new Rig();

    [TearDown]
    public void TearDown() => _rig.Dispose();

    private Future<int>[] Futures(int count) =>
        [.. Enumerable.Range(0, count).Select(_ => _rig.Scheduler.CreateFuture<int>())];

    private static IEnumerator<Awaitable> Pass(Future<int> future)
    {
        yield return future;
        yield return Return(future.Result);
    }

    /// <summary>A gather that logs when it is done. Coroutines it can start in a run only, futures it takes outside of one.</summary>
    private Future Start(Future<int>[] children, bool asOutcomes = false, bool ofCoroutines = false)
    {
        IEnumerator<Awaitable> Main()
        {
            IEnumerable<IEnumerator<Awaitable>> coroutines = children.Select(Pass);
            yield return Return(FutureOf(asOutcomes ? GatherOutcomes<int>(coroutines) : Gather<int>(coroutines)));
        }

        Future all = ofCoroutines ? _rig.Run<Future>(Main())
            : FutureOf(asOutcomes ? GatherOutcomes(children) : Gather(children));
        all.AddDoneCallback(_ => _rig.Log("done"));
        return all;
    }

    private static Future FutureOf(Awaitable awaitable) => (Future)awaitable.Source;

    private void RunWhatIsReady() => _rig.Iterate(6);

    // test_success, test_result_exception_success
    [Test]
    public void Gather_OfWhatEndsInAnyOrder_IsDoneWithTheLast([Values] bool asOutcomes, [Values] bool ofCoroutines)
    {
        Future<int>[] children = Futures(3);
        Future all = Start(children, asOutcomes, ofCoroutines);
        children[1].SetResult(1);
        children[0].SetResult(2);
        RunWhatIsReady();
        all.IsDone.ShouldBeFalse();
        _rig.ShouldHaveLogged();

        children[2].SetResult(3);
        RunWhatIsReady();
        int[] results = all.Result is Outcome<int>[] outcomes ? [.. outcomes.Select(outcome => outcome.Result)] : (int[])all.Result!;
        results.ShouldBe([2, 1, 3]);
        _rig.ShouldHaveLogged("done");
    }

    // test_one_exception
    [Test]
    public void Failure_OfOne_EndsIt_AndWhatComesLaterDoesNothing([Values] bool ofCoroutines)
    {
        Future<int>[] children = Futures(5);
        Future all = Start(children, ofCoroutines: ofCoroutines);
        var error = new DivideByZeroException();
        children[0].SetResult(1);
        children[1].SetException(error);
        RunWhatIsReady();
        all.Exception.ShouldBeSameAs(error);

        children[2].SetResult(3);
        children[3].Cancel();
        children[4].SetException(new IOException());
        RunWhatIsReady();
        _rig.Dispose();
        _rig.ShouldHaveLogged("done");
        _rig.ShouldHaveReported();
    }

    // test_return_exceptions
    [Test]
    public void Failures_AreOutcomes([Values] bool ofCoroutines)
    {
        Future<int>[] children = Futures(4);
        Future all = Start(children, asOutcomes: true, ofCoroutines);
        Exception first = new DivideByZeroException(), second = new IOException();
        children[1].SetResult(1);
        children[2].SetException(first);
        children[0].SetResult(3);
        RunWhatIsReady();
        all.IsDone.ShouldBeFalse();

        children[3].SetException(second);
        RunWhatIsReady();
        var outcomes = (Outcome<int>[])all.Result!;
        outcomes.Select(outcome => outcome.Exception).ShouldBe([null, null, first, second]);
        outcomes[..2].Select(outcome => outcome.Result).ShouldBe([3, 1]);
        _rig.ShouldHaveLogged("done");
    }

    // FutureGatherTests.test_one_cancellation
    [Test]
    public void CancelOfOne_EndsItByAnException_AndWhatComesLaterDoesNothing()
    {
        Future<int>[] children = Futures(5);
        Future all = Start(children);
        children[0].SetResult(1);
        children[1].Cancel();
        RunWhatIsReady();
        all.IsDone.ShouldBeTrue();
        all.IsCancelled.ShouldBeFalse();
        all.Exception.ShouldBeOfType<CancelledException>();

        children[2].SetResult(3);
        children[3].Cancel();
        children[4].SetException(new IOException());
        RunWhatIsReady();
        _rig.Dispose();
        _rig.ShouldHaveLogged("done");
        _rig.ShouldHaveReported();
    }

    // FutureGatherTests.test_result_exception_one_cancellation
    [Test]
    public void CancelsAndFailures_AreOutcomes()
    {
        Future<int>[] children = Futures(6);
        Future all = Start(children, asOutcomes: true);
        children[0].SetResult(1);
        children[1].SetException(new DivideByZeroException());
        children[2].Cancel();
        RunWhatIsReady();
        all.IsDone.ShouldBeFalse();

        children[3].SetResult(3);
        children[4].Cancel();
        children[5].SetException(new IOException());
        _rig.Scheduler.RunUntilComplete(all);
        var outcomes = (Outcome<int>[])all.Result!;
        outcomes.Select(outcome => outcome.Exception?.GetType()).ShouldBe(
            [null, typeof(DivideByZeroException), typeof(CancelledException), null, typeof(CancelledException), typeof(IOException)]);
        (outcomes[0].Result, outcomes[3].Result).ShouldBe((1, 3));
        _rig.ShouldHaveLogged("done");
    }

    // FutureGatherTests.test_constructor_empty_sequence_without_loop, CoroutineGatherTests.test_constructor_without_loop
    [Test]
    public void Gather_WithoutAScheduler_IsRefused()
    {
        Should.Throw<InvalidOperationException>(() => Gather());
        Should.Throw<InvalidOperationException>(() => GatherOutcomes());
        Should.Throw<InvalidOperationException>(() => Gather(Give("abc"), Give("abc")));
    }

    // FutureGatherTests.test_constructor_heterogenous_futures
    [Test]
    public void Gather_OfFuturesOfTwoSchedulers_IsRefused()
    {
        using var other = new Scheduler();

        Should.Throw<ArgumentException>(() => Gather(_rig.Scheduler.CreateFuture(), other.CreateFuture()));
    }

    // CoroutineGatherTests.test_cancellation_broadcast
    [Test]
    public void Cancel_OfWhoAwaitsIt_CancelsTheChildrenAndWhatTheyWaitOn()
    {
        Future waiter = _rig.Scheduler.CreateFuture();
        IEnumerator<Awaitable> Inner()
        {
            yield return waiter;
            _rig.Log("never");
        }

        CoTask[] children = [_rig.Start(Inner()), _rig.Start(Inner())];
        Future gatherer = null!;
        IEnumerator<Awaitable> Outer()
        {
            gatherer = Gather(children);
            yield return gatherer;
            _rig.Log("never");
        }

        CoTask outer = _rig.Start(Outer());
        _rig.Iterate();
        outer.Cancel().ShouldBeTrue();
        Should.Throw<CancelledException>(() => _rig.Scheduler.RunUntilComplete(outer));

        gatherer.Cancel().ShouldBeFalse();
        waiter.IsCancelled.ShouldBeTrue();
        children.ShouldAllBe(child => child.IsCancelled);
        RunWhatIsReady();
        _rig.ShouldHaveLogged();
    }

    // BaseTaskTests.test_cancel_gather_1
    [Test]
    public void Cancel_OnceAllChildrenAreDone_IsRefused()
    {
        Future<int>[] children = Futures(1);
        Future all = Start(children, ofCoroutines: true);
        RunWhatIsReady();
        bool? isCancelled = null;

        // Runs after the child's last step, and before the gather hears of it.
        children[0].AddDoneCallback(_ => isCancelled = all.Cancel());
        children[0].SetResult(42);
        _rig.Scheduler.RunUntilComplete(all);

        isCancelled.ShouldBe(false);
        all.Result.ShouldBe(new[] { 42 });
    }

    // BaseTaskTests.test_cancel_gather_2
    [TestCase(null)]
    [TestCase("my message")]
    public void Cancel_OfWhoGathersAgainAndAgain_IsNotTakenForAnOutcome(string? message)
    {
        static IEnumerator<Awaitable> Test()
        {
            for (int i = 0; i < 20; i++)
            {
                yield return GatherOutcomes(SleepFor(0.05));
            }
        }

        static IEnumerator<Awaitable> Main(string? message)
        {
            CoTask test = CreateTask(Test());
            yield return Sleep(0.21);
            test.Cancel(message);
            yield return test;
        }

        CancelledException cancel = Should.Throw<CancelledException>(() => _rig.Run(Main(message)));
        cancel.Message.ShouldBe(message ?? new CancelledException().Message);
        cancel.GetReplacedException().ShouldBeNull();
        _rig.Scheduler.Time.ShouldBe(0.21);
    }
}
