using static Coroutines.Awaitable;

namespace Coroutines.Tests.Multicore;

/// <summary>What threads without a scheduler ask and tell a loop.</summary>
public sealed class ThreadsafeCallTests
{
    private static IEnumerator<Awaitable> Add(int a, int b)
    {
        yield return null;
        yield return Return(a + b);
    }

    private static IEnumerator<Awaitable> Failing()
    {
        yield return null;
        throw new IOException("lost");
    }

    private static IEnumerator<Awaitable> Forever()
    {
        yield return Sleep(1000);
    }

    [Test]
    public void Ask_GivesATask_ThatEndsAsTheCoroutineDoes()
    {
        using var pair = new Pair();
        Task<int> sum = pair.ToB.AskThreadsafe<int>(static () => Add(1, 2));
        Task untyped = pair.ToB.AskThreadsafe(static () => Add(1, 2));
        Task failed = pair.ToB.AskThreadsafe(Failing);
        sum.IsCompleted.ShouldBeFalse();
        pair.Step("bb");

        sum.Result.ShouldBe(3);
        untyped.Status.ShouldBe(TaskStatus.RanToCompletion);
        failed.Exception!.InnerException!.Message.ShouldBe("lost");
    }

    [Test]
    public void Token_CancelsTheCoroutine_InEachState()
    {
        using var pair = new Pair(maxCalls: 1);
        using var first = new CancellationTokenSource();
        using var second = new CancellationTokenSource();
        Task running = pair.ToB.AskThreadsafe(Forever, first.Token);
        Task inLine = pair.ToB.AskThreadsafe(Forever, second.Token);
        Task told = pair.ToB.TellThreadsafe(Forever, second.Token);
        pair.Step("b");
        pair.ToB.Waiting.ShouldBe(2);
        second.Cancel();
        (running.IsCompleted, inLine.IsCanceled, told.IsCanceled, pair.ToB.Waiting).ShouldBe((false, true, true, 0));

        first.Cancel();
        running.IsCompleted.ShouldBeFalse();
        pair.Step("b");
        running.IsCanceled.ShouldBeTrue();
        pair.ToB.AskThreadsafe(Forever, first.Token).IsCanceled.ShouldBeTrue();
        pair.ToB.TellThreadsafe(Forever, first.Token).IsCanceled.ShouldBeTrue();
        pair.ToB.UnderWay.ShouldBe(0);
    }

    [Test]
    public void Tell_IsDoneWhenItWasTaken()
    {
        using var pair = new Pair(maxCalls: 1);
        Task first = pair.ToB.TellThreadsafe(Failing);
        Task second = pair.ToB.TellThreadsafe(Failing);
        (first.IsCompleted, second.IsCompleted).ShouldBe((true, false));
        pair.Step("bbbb");

        second.Wait();
        pair.Reports.Count.ShouldBe(2);
    }

    [Test]
    public void StoppedLoop_FailsTheTask()
    {
        using var pair = new Pair(maxCalls: 2);
        Task running = pair.ToB.AskThreadsafe(Forever);
        pair.Step("b");
        Task posted = pair.ToB.AskThreadsafe(Forever);
        Task inLine = pair.ToB.AskThreadsafe(Forever);
        Task told = pair.ToB.TellThreadsafe(Forever);
        pair.ToB.Line.Close();
        pair.B.Dispose();

        foreach (Task task in new[] { running, posted, inLine, told, pair.ToB.AskThreadsafe(Forever), pair.ToB.TellThreadsafe(Forever) })
        {
            Should.Throw<AggregateException>(task.Wait).InnerException.ShouldBeOfType<SchedulerStoppedException>();
        }
    }
}
