using static Coroutines.Awaitable;

namespace Coroutines.Tests.Conformance.CPython;

/// <summary>
/// test_threads; run_coroutine_threadsafe in test_tasks; and the default executor in test_base_events: what no other test of
/// threads has.
/// </summary>
public sealed class CPythonThreadTests
{
    private Rig _rig = null!;

    [SetUp]
    public void SetUp() => _rig = new Rig();

    [TearDown]
    public void TearDown() => _rig.Dispose();

    private static IEnumerator<Awaitable> Add(int a, int b, bool cancels = false)
    {
        yield return Sleep(0.05);
        if (cancels)
        {
            CoTask.Current!.Cancel();
            yield return Sleep(0);
        }

        yield return Return(a + b);
    }

    // Has another thread submit a coroutine and wait for it.
    private Future<int> Submit(IEnumerator<Awaitable> coroutine) => _rig.Scheduler.RunInExecutor(
        null, () => _rig.Scheduler.RunCoroutineThreadsafe<int>(coroutine).GetAwaiter().GetResult());

    // ToThreadTests.test_to_thread_concurrent
    [Test]
    public void ToThread_ManyTimesAtOnce_CallsEach()
    {
        int calls = 0;
        IEnumerator<Awaitable> Main()
        {
            yield return Gather(Enumerable.Range(0, 10).Select(_ => ToThread(() => { Interlocked.Increment(ref calls); })));
        }

        _rig.Run(Main());

        calls.ShouldBe(10);
    }

    // RunCoroutineThreadsafeTests.test_run_coroutine_threadsafe_with_timeout
    [Test]
    public void Submission_ThatItsThreadGivesUp_IsCancelled()
    {
        using var givenUp = new CancellationTokenSource();
        static IEnumerator<Awaitable> Never()
        {
            yield return new Future();
        }

        bool Target()
        {
            bool isDone = _rig.Scheduler.RunCoroutineThreadsafe(Never(), givenUp.Token).Wait(0);
            givenUp.Cancel();
            return isDone;
        }

        Future<bool> waiting = _rig.Scheduler.RunInExecutor(null, Target);
        _rig.Scheduler.RunUntilComplete(waiting);
        _rig.Iterate(2);

        waiting.Result.ShouldBeFalse();
        _rig.Scheduler.AllTasks().ShouldBeEmpty();
    }

    // RunCoroutineThreadsafeTests.test_run_coroutine_threadsafe_task_cancelled
    [Test]
    public void Submission_ThatCancelsItself_IsCancelledForItsThread() =>
        Should.Throw<OperationCanceledException>(() => _rig.Scheduler.RunUntilComplete(Submit(Add(1, 2, cancels: true))));

    // RunCoroutineThreadsafeTests.test_run_coroutine_threadsafe_task_factory_exception
    [Test]
    public void Submission_ThatTheTaskFactoryRefuses_FailsForItsThread_AndIsReported()
    {
        _rig.Scheduler.TaskFactory = _ => throw new IOException("refused");

        IOException refusal = Should.Throw<IOException>(() => _rig.Scheduler.RunUntilComplete(Submit(Add(1, 2))));

        _rig.Reports.ShouldHaveSingleItem().Exception.ShouldBeSameAs(refusal);
    }

    // BaseEventLoopTests.test_shutdown_default_executor_timeout
    [Test]
    public void Executor_ThatDoesNotEndInTime_IsReportedAndLeftBehind()
    {
        using var release = new ManualResetEventSlim();
        Future blocked = _rig.Scheduler.RunInExecutor(null, release.Wait);

        _rig.Scheduler.DefaultExecutor.ShutDown(TimeSpan.FromMilliseconds(10));

        _rig.ShouldHaveReported(
            "At the end of Run, functions on other threads had not returned after 0.01 seconds; they were left behind: ");
        release.Set();
        _rig.Scheduler.RunUntilComplete(blocked);
    }
}
