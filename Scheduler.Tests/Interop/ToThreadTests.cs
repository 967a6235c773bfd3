using static Coroutines.Awaitable;

namespace Coroutines.Tests.Interop;

/// <summary><c>ToThread</c> and the scheduler's own threads.</summary>
public sealed class ToThreadTests
{
    private static readonly AsyncLocal<string?> _local = new();

    [Test]
    public void Function_RunsOnAnotherThread_AndGivesItsResult()
    {
        static IEnumerator<Awaitable> Main()
        {
            int here = Environment.CurrentManagedThreadId;
            yield return ToThread(() => (Environment.CurrentManagedThreadId, Thread.CurrentThread.IsBackground)).Into(out var there);
            there.Result.CurrentManagedThreadId.ShouldNotBe(here);
            there.Result.IsBackground.ShouldBeTrue();
            Environment.CurrentManagedThreadId.ShouldBe(here);
        }

        Scheduler.Run(Main());
    }

    [Test]
    public void Function_DoesNotRun_BeforeItIsYielded()
    {
        int calls = 0;

        IEnumerator<Awaitable> Main()
        {
            Awaitable<int> call = ToThread(() => ++calls);
            Should.Throw<InvalidStateException>(() => call.Result);
            yield return Sleep(0);
            calls.ShouldBe(0);
            yield return call;
            call.Result.ShouldBe(1);
            yield return Settle(call, out Outcome again);
            again.Exception.ShouldBeOfType<InvalidOperationException>();
        }

        Scheduler.Run(Main());
        calls.ShouldBe(1);
    }

    [Test]
    public void Exception_ComesOutOfTheYield()
    {
        static IEnumerator<Awaitable> Main()
        {
            yield return Settle(ToThread(() => throw new IOException("lost")), out Outcome outcome);
            outcome.Exception.ShouldBeOfType<IOException>().Message.ShouldBe("lost");
            yield return Settle(ToThread(int () => throw new OperationCanceledException("token")), out Outcome<int> cancelled);
            cancelled.IsCancelled.ShouldBeFalse();
        }

        Scheduler.Run(Main());
    }

    [Test]
    public void Function_SeesTheTasksValues_AndItsOwnAreDropped()
    {
        static string? Swap()
        {
            string? seen = _local.Value;
            _local.Value = "changed";
            return seen;
        }

        static IEnumerator<Awaitable> Main()
        {
            _local.Value = "task";
            yield return ToThread(Swap).Into(out var first);
            yield return ToThread(Swap).Into(out var second);
            yield return RunInExecutor(null, Swap).Into(out var none);
            yield return RunInExecutor(null, Swap).Into(out var noneAgain);
            (first.Result, second.Result, none.Result, noneAgain.Result, _local.Value).ShouldBe(("task", "task", null, null, "task"));
        }

        Scheduler.Run(Main());
        _local.Value.ShouldBeNull();
    }

    [Test]
    public void Cancel_EndsTheWait_WhileTheFunctionGoesOn_AndTheEndOfRunWaitsForIt()
    {
        using var begun = new ManualResetEventSlim();
        using var release = new ManualResetEventSlim();
        bool hasEnded = false;

        IEnumerator<Awaitable> Main()
        {
            CoTask waiting = CreateTask(Waiting());
            yield return WaitUntil(() => begun.IsSet);
            waiting.Cancel("enough");
            yield return Settle(waiting, out Outcome outcome, includeCancellation: true);
            outcome.Exception!.Message.ShouldBe("enough");
            hasEnded.ShouldBeFalse();
            release.Set();
        }

        IEnumerator<Awaitable> Waiting()
        {
            yield return ToThread(() =>
            {
                begun.Set();
                release.Wait();
                hasEnded = true;
            });
        }

        Scheduler.Run(Main());
        hasEnded.ShouldBeTrue();
    }

    [Test]
    public void EndOfRun_KeepsTheLoopGoing_ForFunctionsThatNeedIt()
    {
        string? answer = null;

        static IEnumerator<Awaitable> Answer()
        {
            yield return Sleep(0.01);
            yield return Return("answered");
        }

        using var scheduler = new Scheduler();
        scheduler.RunInExecutor(null, () => { answer = scheduler.RunCoroutineThreadsafe<string>(Answer()).Result; });
        scheduler.DefaultExecutor.ShutDown();

        answer.ShouldBe("answered");
    }

    [Test]
    public void VirtualClock_WaitsForThreads_InsteadOfCallingItADeadlock()
    {
        static IEnumerator<Awaitable> Main()
        {
            yield return ToThread(() => 42).Into(out var answer);
            Scheduler.Current.Time.ShouldBe(0);
            yield return Return(answer.Result);
        }

        Scheduler.Run<int>(Main(), new SchedulerOptions { TimeProvider = new VirtualClock() }).ShouldBe(42);
    }

    [Test]
    public void Executor_CanBeSet_AndIsShutDownAtTheEndOfRun()
    {
        var pool = new CoThreadPool(maxThreads: 1, name: "mine");

        IEnumerator<Awaitable> Main()
        {
            Should.Throw<ArgumentNullException>(() => Scheduler.Current.Executor = null!);
            Scheduler.Current.Executor = pool;
            yield return ToThread(() => Thread.CurrentThread.Name).Into(out var name);
            name.Result.ShouldBe("mine-1");
        }

        Scheduler.Run(Main());

        using var scheduler = new Scheduler();
        Should.Throw<ObjectDisposedException>(() => scheduler.RunInExecutor(pool, () => 1));
    }

    [Test]
    public void Submission_AtTheEndOfRun_IsRefused()
    {
        Outcome? refused = null;

        IEnumerator<Awaitable> Late()
        {
            yield return Settle(ToThread(() => 1), out Outcome outcome);
            refused = outcome;
        }

        using var scheduler = new Scheduler();
        scheduler.RunInExecutor(null, () => { scheduler.RunCoroutineThreadsafe(Late()).Wait(); });
        scheduler.DefaultExecutor.ShutDown();

        refused!.Exception.ShouldBeOfType<InvalidOperationException>().Message.ShouldContain("take no more work");
    }

    [Test]
    public void NullFunctions_AreErrorsOfTheCall()
    {
        using var scheduler = new Scheduler();
        Should.Throw<ArgumentNullException>(() => ToThread((Action)null!));
        Should.Throw<ArgumentNullException>(() => ToThread((Func<int>)null!));
        Should.Throw<ArgumentNullException>(() => scheduler.RunInExecutor(null, (Action)null!));
        Should.Throw<ArgumentNullException>(() => scheduler.RunInExecutor(null, (Func<int>)null!));
        Should.Throw<InvalidOperationException>(() => RunInExecutor(null, () => 1));
    }
}
