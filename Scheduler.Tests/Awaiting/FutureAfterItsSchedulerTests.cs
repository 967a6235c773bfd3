using static Coroutines.Awaitable;

namespace Coroutines.Tests.Awaiting;

/// <summary>
/// Futures and tasks stay with their scheduler. What is done when it is disposed can be awaited by tasks of the next one; what is
/// pending then never will be.
/// </summary>
public sealed class FutureAfterItsSchedulerTests
{
    [Test]
    public void Result_OfADisposedScheduler_CanBeAwaitedInTheNext()
    {
        CoTask<int> task;
        CoTask failed;
        var future = new Future<int>();
        using (var first = new Rig())
        {
            task = first.Start<int>(Giving(1));
            failed = first.Start(Failing());
            first.Run(Awaiting(future, () => future.SetResult(2)));
            first.Iterate(2);
        }

        using var second = new Rig();
        second.Run(Main());

        second.ShouldHaveLogged("1 2 IOException: lost", "1, 2", "1", "2");

        IEnumerator<Awaitable> Main()
        {
            yield return task;
            yield return Await(future).Into(out Awaitable<int> number);
            yield return Settle(failed, out Outcome outcome);
            second.Log($"{task.Result} {number.Result} {outcome}");
            yield return Gather<int>(task, future).Into(out Awaitable<int[]> both);
            second.Log(string.Join(", ", both.Result));
            yield return WaitFor(Shield(task), 1).Into(out Awaitable<int> shielded);
            second.Log($"{shielded.Result}");
            yield return WaitFor(future, 0).Into(out Awaitable<int> waited);
            second.Log($"{waited.Result}");
        }
    }

    [Test]
    public void Future_ThatIsPendingWhenItsSchedulerIsDisposed_StaysWithIt()
    {
        Future<int> future;
        using (var first = new Rig())
        {
            // One that a task waits for is cancelled with that task.
            future = new Future<int>(first.Scheduler) { Name = "answer" };
            first.Iterate();
        }

        using var second = new Rig();
        second.Run(Main());
        future.SetResult(3);
        future.Result.ShouldBe(3);

        IEnumerator<Awaitable> Main()
        {
            yield return Settle(future, out Outcome<int> outcome);
            outcome.Exception!.Message.ShouldBe("Main (task 'Task-1') awaits future 'answer', which belongs to another scheduler.");
        }
    }

    [Test]
    public void Future_OfASchedulerThatLives_StaysWithIt_AlsoWhenItIsDone()
    {
        using var first = new Rig();
        CoTask<int> task = first.Start<int>(Giving(1));
        first.Iterate();
        task.IsDone.ShouldBeTrue();

        using var second = new Rig();
        Should.Throw<InvalidOperationException>(() => second.Run(Awaiting(task, () => { }))).Message.ShouldContain("another scheduler");
    }

    [Test]
    public void Future_CancelledByTheEndOfItsScheduler_IsACancelForTheNext()
    {
        CoTask cutShort;
        using (var first = new Rig())
        {
            cutShort = first.Start(Sleeping());
            first.Iterate();
        }

        using var second = new Rig();
        Should.Throw<CancelledException>(() => second.Run(Awaiting(cutShort, () => { }))).Message.ShouldBe("The scheduler was disposed.");
    }

    private static IEnumerator<Awaitable> Awaiting(Future future, Action meanwhile)
    {
        Scheduler.Current.CallSoon(meanwhile);
        yield return future;
    }

    private static IEnumerator<Awaitable> Giving(int value)
    {
        yield return Return(value);
    }

    private static IEnumerator<Awaitable> Failing()
    {
        yield return null;
        throw new IOException("lost");
    }

    private static IEnumerator<Awaitable> Sleeping()
    {
        yield return Sleep(1000);
    }
}
