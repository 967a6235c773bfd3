using static Coroutines.Awaitable;

namespace Coroutines.Tests.Multicore;

/// <summary>What becomes of asks and tells whose loop is stopped, in each state that they may be in.</summary>
public sealed class StoppedLoopTests
{
    private static IEnumerator<Awaitable> Nothing()
    {
        yield break;
    }

    private static IEnumerator<Awaitable> Forever()
    {
        yield return Sleep(1000);
    }

    [Test]
    public void Ask_OfOneThatIsStopped_FailsAtTheYield()
    {
        using var pair = new Pair();
        pair.ToB.Line.Close();

        OutcomeOfAsk(pair).Message.ShouldBe("scheduler 'b' was stopped: it takes no more coroutines to run.");
    }

    [Test]
    public void Ask_ThatWaitsInLine_FailsAtTheStop()
    {
        using var pair = new Pair(maxCalls: 1);
        CoTask first = pair.A.CreateTask(Asker(pair, Forever));
        CoTask second = pair.A.CreateTask(Asker(pair, Nothing));
        pair.Step("ab");
        pair.ToB.Line.Close();
        pair.Step("a");

        first.IsDone.ShouldBeFalse();
        second.Exception.ShouldBeOfType<SchedulerStoppedException>().Message.ShouldContain("takes no more");
        first.Cancel();
        pair.Step("ba");
        first.IsCancelled.ShouldBeTrue();
    }

    [Test]
    public void Ask_InTheInbox_FailsAtTheStop([Values] bool isDisposedAtOnce)
    {
        using var pair = new Pair();
        CoTask asker = pair.A.CreateTask(Asker(pair, Nothing));
        pair.Step("a");
        pair.ToB.Line.Close();
        if (isDisposedAtOnce)
        {
            pair.B.Dispose();
        }
        else
        {
            pair.Step("b");
        }

        pair.Step("a");
        asker.Exception.ShouldBeOfType<SchedulerStoppedException>().Message.ShouldContain("had not begun");
    }

    [Test]
    public void Ask_ThatRuns_IsCancelledOverThere_AndFailsHere()
    {
        using var pair = new Pair();
        CoTask asker = pair.A.CreateTask(Asker(pair, Cleaning));
        pair.Step("ab");
        pair.ToB.Line.Close();
        pair.B.Dispose();
        pair.Step("a");

        pair.ShouldHaveLogged("cleaned up");
        var stopped = asker.Exception.ShouldBeOfType<SchedulerStoppedException>();
        stopped.Message.ShouldBe("scheduler 'b' was stopped: the coroutine that it was running for others was cancelled.");
        stopped.InnerException.ShouldBeOfType<CancelledException>();

        IEnumerator<Awaitable> Cleaning()
        {
            Defer(() => pair.Log("cleaned up"));
            yield return Sleep(1000);
        }
    }

    [Test]
    public void Cancel_OfAnAsk_WhoseLoopIsStopped_IsACancel()
    {
        using var pair = new Pair();
        CoTask asker = pair.A.CreateTask(Asker(pair, Nothing));
        pair.Step("a");
        pair.ToB.Line.Close();
        asker.Cancel();
        pair.Step("ba");

        asker.IsCancelled.ShouldBeTrue();
    }

    [Test]
    public void Tell_ThatWaitsInLine_FailsAtTheStop_AndWhatWasTakenIsCounted()
    {
        using var pair = new Pair(maxCalls: 2);
        CoTask first = pair.A.CreateTask(Teller());
        CoTask second = pair.A.CreateTask(Teller());
        CoTask third = pair.A.CreateTask(Teller());
        pair.Step("a");
        pair.ToB.Line.Close();
        pair.Step("ab");

        (first.Exception, second.Exception).ShouldBe((null, null));
        third.Exception.ShouldBeOfType<SchedulerStoppedException>();
        pair.ToB.Lost.ShouldBe(2);

        IEnumerator<Awaitable> Teller()
        {
            yield return pair.ToB.Tell(Nothing);
        }
    }

    [Test]
    public void Asker_ThatIsDisposed_CancelsWhatItAwaits_AndHearsNothing()
    {
        using var pair = new Pair();
        CoTask asker = pair.A.CreateTask(Asker(pair, Forever));
        pair.Step("ab");
        pair.A.Dispose();
        asker.IsCancelled.ShouldBeTrue();
        pair.Step("b");

        pair.ToB.UnderWay.ShouldBe(0);
        pair.B.AllTasks().ShouldBeEmpty();
    }

    private static SchedulerStoppedException OutcomeOfAsk(Pair pair)
    {
        CoTask asker = pair.A.CreateTask(Asker(pair, Nothing));
        pair.Step("aa");
        return asker.Exception.ShouldBeOfType<SchedulerStoppedException>();
    }

    private static IEnumerator<Awaitable> Asker(Pair pair, Func<IEnumerator<Awaitable>> handler)
    {
        yield return pair.ToB.Ask(handler);
    }
}
