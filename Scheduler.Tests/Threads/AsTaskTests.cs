using static Coroutines.Awaitable;

namespace Coroutines.Tests.Threads;

/// <summary><c>AsTask()</c>: futures and tasks handed to .NET code.</summary>
public sealed class AsTaskTests
{
    private Rig _rig = null!;

    [SetUp]
    public void SetUp() => _rig = new Rig();

    [TearDown]
    public void TearDown() => _rig.Dispose();

    private static IEnumerator<Awaitable> Returning(int value)
    {
        yield return Sleep(1);
        yield return Return(value);
    }

    [Test]
    public void AsTask_OfWhatSucceeds_HasTheResult()
    {
        CoTask<int> task = _rig.Start<int>(Returning(4));
        Future<string> future = _rig.Scheduler.CreateFuture<string>();
        Task<int> ofTask = task.AsTask();
        Task<string> ofFuture = future.AsTask();
        Task untyped = ((CoTask)task).AsTask();
        ofTask.IsCompleted.ShouldBeFalse();
        future.SetResult("x");
        _rig.Scheduler.RunUntilComplete(task);

        ofTask.IsCompletedSuccessfully.ShouldBeTrue();
        ofTask.Result.ShouldBe(4);
        ofFuture.Result.ShouldBe("x");
        untyped.IsCompletedSuccessfully.ShouldBeTrue();
        task.AsTask().Result.ShouldBe(4);
    }

    [Test]
    public void AsTask_OfWhatFails_IsFaulted_AndTheExceptionCountsAsSeen()
    {
        var error = new IOException("boom");
        Future future = _rig.Scheduler.CreateFuture();
        Task task = future.AsTask();
        future.SetException(error);

        task.IsFaulted.ShouldBeTrue();
        task.Exception.ShouldNotBeNull().InnerException.ShouldBeSameAs(error);
        _rig.Dispose();
        _rig.ShouldHaveReported();
    }

    [Test]
    public void AsTask_OfWhatIsCancelled_IsCancelled()
    {
        CoTask<int> task = _rig.Start<int>(Returning(4));
        Task<int> ofTask = task.AsTask();
        task.Cancel();
        _rig.Iterate();

        ofTask.IsCanceled.ShouldBeTrue();
    }

    [Test]
    public void AsTask_IsCompleted_WhenTheSchedulerIsDisposed()
    {
        Task<int> task = _rig.Start<int>(Returning(4)).AsTask();
        _rig.Dispose();

        task.IsCanceled.ShouldBeTrue();
    }

    [Test]
    public void AsTask_CanBeBlockedOn_ByAnotherThread()
    {
        CoTask<int> task = _rig.Start<int>(Returning(4));
        Task<int> ofTask = task.AsTask();
        int seen = 0;
        var thread = new Thread(() => seen = ofTask.GetAwaiter().GetResult());
        thread.Start();
        _rig.Scheduler.RunUntilComplete(task);
        thread.Join();

        seen.ShouldBe(4);
    }

    [Test]
    public void AsTask_RunsNoContinuation_InsideAStep()
    {
        int loop = Environment.CurrentManagedThreadId;
        using var done = new ManualResetEventSlim();
        int continued = loop;
        CoTask<int> task = _rig.Start<int>(Returning(4));
        task.AsTask().ContinueWith(
            _ =>
            {
                continued = Environment.CurrentManagedThreadId;
                done.Set();
            },
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
        _rig.Scheduler.RunUntilComplete(task);
        done.Wait();

        continued.ShouldNotBe(loop);
    }
}
