using static Coroutines.Awaitable;

namespace Coroutines.Tests.Threads;

/// <summary>Coroutines that other threads submit.</summary>
public sealed class RunCoroutineThreadsafeTests
{
    private static readonly AsyncLocal<string?> _local = new();

    private static IEnumerator<Awaitable> Add(int a, int b)
    {
        yield return Sleep(0);
        yield return Return(a + b);
    }

    private static IEnumerator<Awaitable> Failing()
    {
        yield return null;
        throw new IOException("lost");
    }

    private static IEnumerator<Awaitable> Noop()
    {
        yield break;
    }

    [Test]
    public void Coroutine_RunsOnTheLoop_AndItsResultComesBack()
    {
        static IEnumerator<Awaitable> Main()
        {
            Scheduler scheduler = Scheduler.Current;
            yield return ToThread(() => scheduler.RunCoroutineThreadsafe<int>(Add(1, 2)).Result).Into(out var sum);
            sum.Result.ShouldBe(3);
            yield return ToThread(() => scheduler.RunCoroutineThreadsafe(Add(1, 2)).Wait());
        }

        Scheduler.Run(Main());
    }

    [Test]
    public void Failure_ComesBack()
    {
        static IEnumerator<Awaitable> Main()
        {
            Scheduler scheduler = Scheduler.Current;
            yield return Settle(ToThread(() => scheduler.RunCoroutineThreadsafe<int>(Failing()).GetAwaiter().GetResult()), out var outcome);
            outcome.Exception.ShouldBeOfType<IOException>().Message.ShouldBe("lost");
            yield return Settle(ToThread(() => scheduler.RunCoroutineThreadsafe<int>(Noop()).GetAwaiter().GetResult()), out outcome);
            outcome.Exception!.Message.ShouldContain("ended without Return");
        }

        Scheduler.Run(Main());
    }

    [Test]
    public void Token_CancelsTheTask_AndTheCleanUpIsWaitedFor()
    {
        using var cancellation = new CancellationTokenSource();
        List<string> trace = [];

        IEnumerator<Awaitable> Stubborn()
        {
            yield return Settle(Sleep(1000), out Outcome outcome, includeCancellation: true);
            trace.Add(outcome.Exception!.Message);
            yield return Sleep(0.01);
            trace.Add("cleaned up");
            outcome.ThrowIfFailed();
        }

        IEnumerator<Awaitable> Main()
        {
            Task submitted = Scheduler.Current.RunCoroutineThreadsafe(Stubborn(), cancellation.Token);
            yield return Sleep(0.01);
            cancellation.Cancel();
            yield return Settle(Await(submitted), out Outcome outcome);
            trace.Add($"{outcome.Exception!.GetType().Name} {submitted.IsCanceled}");
        }

        Scheduler.Run(Main());
        trace.ShouldBe(["The CancellationToken of RunCoroutineThreadsafe was cancelled.", "cleaned up", "TaskCanceledException True"]);
    }

    [Test]
    public void Token_CancelledBeforehand_KeepsTheCoroutineFromRunning()
    {
        using var scheduler = new Scheduler();
        bool hasRun = false;

        IEnumerator<Awaitable> Body()
        {
            hasRun = true;
            yield break;
        }

        Task submitted = scheduler.RunCoroutineThreadsafe(Body(), new CancellationToken(canceled: true));
        scheduler.Tick(0);

        (submitted.IsCanceled, hasRun).ShouldBe((true, false));
    }

    [Test]
    public void Token_CancelledAfterTheEnd_DoesNothing()
    {
        using var scheduler = new Scheduler();
        using var cancellation = new CancellationTokenSource();
        Task submitted = scheduler.RunCoroutineThreadsafe(Noop(), cancellation.Token);
        scheduler.Tick(0);
        cancellation.Cancel();
        scheduler.Tick(0);

        submitted.Status.ShouldBe(TaskStatus.RanToCompletion);
    }

    [Test]
    public void Coroutine_SeesTheCallersValues()
    {
        static IEnumerator<Awaitable> Seen()
        {
            yield return Return(_local.Value);
        }

        static IEnumerator<Awaitable> Main()
        {
            Scheduler scheduler = Scheduler.Current;
            yield return ToThread(() =>
            {
                _local.Value = "caller";
                return scheduler.RunCoroutineThreadsafe<string>(Seen()).Result;
            }).Into(out var seen);
            seen.Result.ShouldBe("caller");
            _local.Value.ShouldBeNull();
        }

        Scheduler.Run(Main());
    }

    [Test]
    public void Refusal_OfTheTaskFactory_ComesBack()
    {
        using var scheduler = new Scheduler(new SchedulerOptions { TaskFactory = _ => throw new IOException("refused") });
        Task submitted = scheduler.RunCoroutineThreadsafe(Noop());
        scheduler.Tick(0);

        submitted.Exception!.InnerException!.Message.ShouldBe("refused");
    }

    [Test]
    public void Dispose_CancelsWhatItNeverBegan_AndWhatItCutsShort()
    {
        var scheduler = new Scheduler();
        Task cutShort = scheduler.RunCoroutineThreadsafe(Sleeping());
        scheduler.Tick(0);
        Task never = scheduler.RunCoroutineThreadsafe(Noop());
        Task<int> neverTyped = scheduler.RunCoroutineThreadsafe<int>(Add(1, 2));
        scheduler.Dispose();

        (cutShort.IsCanceled, never.IsCanceled, neverTyped.IsCanceled).ShouldBe((true, true, true));
        Should.Throw<ObjectDisposedException>(() => scheduler.RunCoroutineThreadsafe(Noop()));

        static IEnumerator<Awaitable> Sleeping()
        {
            yield return Sleep(100);
        }
    }

    [Test]
    public void NullCoroutine_IsAnErrorOfTheCall()
    {
        using var scheduler = new Scheduler();
        Should.Throw<ArgumentNullException>(() => scheduler.RunCoroutineThreadsafe(null!));
        Should.Throw<ArgumentNullException>(() => scheduler.RunCoroutineThreadsafe<int>(null!));
    }
}
