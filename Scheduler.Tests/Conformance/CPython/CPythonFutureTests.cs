using static Coroutines.Awaitable;

namespace Coroutines.Tests.Conformance.CPython;

/// <summary>test_futures, BaseFutureTests: what no other test of futures has.</summary>
public sealed class CPythonFutureTests
{
    private Rig _rig = null!;

    [SetUp]
    public void SetUp() => _rig = new Rig();

    [TearDown]
    public void TearDown() => _rig.Dispose();

    // test_constructor_use_running_loop
    [Test]
    public void Future_MadeInACoroutine_BelongsToTheSchedulerThatRunsIt()
    {
        static IEnumerator<Awaitable> Make()
        {
            yield return Return(new Future());
        }

        Future made = _rig.Run<Future>(Make());

        using var other = new Rig();
        Should.Throw<InvalidOperationException>(() => other.Scheduler.RunUntilComplete(made))
            .Message.ShouldContain("another scheduler");
    }

    // test_future_repr
    [Test]
    public void ToString_OfAFuture_NamesItsState()
    {
        Future pending = _rig.Scheduler.CreateFuture();
        Future finished = _rig.Scheduler.CreateFuture();
        Future failed = _rig.Scheduler.CreateFuture();
        Future cancelled = _rig.Scheduler.CreateFuture();
        finished.SetResult(4);
        failed.SetException(new IOException("x"));
        cancelled.Cancel();

        pending.ToString().ShouldBe("a future (Pending)");
        finished.ToString().ShouldBe("a future (Finished)");
        failed.ToString().ShouldBe("a future (Finished, exception=IOException('x'))");
        cancelled.ToString().ShouldBe("a future (Cancelled)");
        _ = failed.Exception;
    }

    // test_tb_logger_abandoned, test_tb_logger_result_unretrieved, test_tb_logger_result_retrieved
    [Test]
    public void Future_WithoutAnException_IsNeverReported()
    {
        Future abandoned = _rig.Scheduler.CreateFuture();
        Future unread = _rig.Scheduler.CreateFuture();
        Future read = _rig.Scheduler.CreateFuture();
        unread.SetResult(42);
        read.SetResult(42);
        read.Result.ShouldBe(42);
        _rig.Dispose();

        abandoned.IsDone.ShouldBeFalse();
        _rig.ShouldHaveReported();
    }

    // test_tb_logger_not_called_after_cancel
    [Test]
    public void Cancel_OfAFailedFuture_CountsAsSeeingItsException()
    {
        Future future = _rig.Scheduler.CreateFuture();
        future.SetException(new IOException("unseen"));
        future.Cancel().ShouldBeFalse();
        _rig.Dispose();

        _rig.ShouldHaveReported();
    }

    [Test]
    public void Dispose_OfAFailedFuture_DoesNot()
    {
        Future future = _rig.Scheduler.CreateFuture();
        future.SetException(new IOException("unseen"));
        future.Dispose();
        _rig.Dispose();

        _rig.ShouldHaveReported("The exception of a future was never looked at: unseen");
    }

    // test_future_source_traceback, test_future_exception_never_retrieved_debug
    [TestCase(true)]
    [TestCase(false)]
    public void Report_OfAFuture_SaysInDebugModeWhereItWasMade(bool debug)
    {
        using var rig = new Rig(debug);
        MakeHere(rig).SetException(new IOException("unseen"));
        rig.Dispose();

        string? stack = rig.Reports.ShouldHaveSingleItem().CreationStack;
        (stack?.Contains(nameof(MakeHere))).ShouldBe(debug ? true : null);
    }

    // test_wrap_future_cancel2
    [Test]
    public void Cancel_WhenTheAwaitedDotNetTaskIsJustDone_LeavesTheTaskItsResult()
    {
        var source = new TaskCompletionSource<int>();
        IEnumerator<Awaitable> Main()
        {
            yield return Await(source.Task);
        }

        CoTask task = _rig.Start(Main());
        _rig.Iterate();
        source.SetResult(42);
        task.Cancel();
        _rig.Iterate(2);

        task.IsCancelled.ShouldBeTrue();
        source.Task.Result.ShouldBe(42);
    }

    // test_futures2, FutureTests.test_future_traceback
    [Test]
    public void Await_OfAFailedTask_ManyTimes_DoesNotGrowItsStack()
    {
        var lengths = new List<int>();
        IEnumerator<Awaitable> Failing()
        {
            yield return null;
            throw new IOException("42");
        }

        IEnumerator<Awaitable> Main(CoTask failing)
        {
            for (int i = 0; i < 5; i++)
            {
                yield return Settle(failing, out Outcome outcome);
                lengths.Add(Should.Throw<IOException>(outcome.ThrowIfFailed).StackTrace!.Split('\n').Length);
            }
        }

        _rig.Run(Main(_rig.Start(Failing())));

        lengths.Distinct().Count().ShouldBe(1);
    }

    private static Future MakeHere(Rig rig) => new(rig.Scheduler);
}
