using static Coroutines.Awaitable;

namespace Coroutines.Tests.Multicore;

/// <summary>What one loop asks another.</summary>
public sealed class AskTests
{
    private static readonly AsyncLocal<string?> _local = new();

    private static IEnumerator<Awaitable> Add(int a, int b)
    {
        yield return null;
        yield return Return(a + b);
    }

    private static IEnumerator<Awaitable> Nothing()
    {
        yield break;
    }

    [Test]
    public void Ask_RunsOverThere_AndTheResultComesBack()
    {
        using var pair = new Pair();
        CoTask<int> asker = pair.A.CreateTask<int>(Asker());
        pair.Step("abba");

        asker.Result.ShouldBe(3);
        pair.ShouldHaveLogged("handler on b", "answer on a");

        IEnumerator<Awaitable> Asker()
        {
            yield return pair.ToB.Ask<int>(Handler).Into(out Awaitable<int> sum);
            pair.Log($"answer on {Scheduler.Current.Name}");
            yield return Return(sum.Result);
        }

        IEnumerator<Awaitable> Handler()
        {
            pair.Log($"handler on {Scheduler.Current.Name}");
            return Add(1, 2);
        }
    }

    [Test]
    public void Ask_WithoutAType_DropsTheValue_AndEndsWithTheCoroutine()
    {
        using var pair = new Pair();
        CoTask asker = pair.A.CreateTask(Asker());
        pair.Step("aba");
        asker.IsDone.ShouldBeFalse();
        pair.Step("ba");

        asker.Result.ShouldBeNull();
        asker.IsDone.ShouldBeTrue();

        IEnumerator<Awaitable> Asker()
        {
            yield return pair.ToB.Ask(() => Add(1, 2));
        }
    }

    [Test]
    public void Failure_ComesBackAsItIs_WithItsLogicalStack()
    {
        using var pair = new Pair();
        Exception? thrown = null;
        CoTask asker = pair.A.CreateTask(Asker());
        pair.Step("aba");

        thrown.ShouldNotBeNull();
        asker.Result.ShouldBeNull();
        pair.Reports.ShouldBeEmpty();

        IEnumerator<Awaitable> Asker()
        {
            yield return Settle(pair.ToB.Ask<int>(Handler), out Outcome<int> outcome);
            outcome.Exception.ShouldBeSameAs(thrown);
            outcome.Exception!.GetLogicalStack()!.Coroutines.ShouldBe(["Handler", "Inner"]);
        }

        IEnumerator<Awaitable> Handler()
        {
            yield return Await(Inner());
        }

        IEnumerator<Awaitable> Inner()
        {
            thrown = new IOException("lost");
            yield return Settle(Nothing(), out _);
            throw thrown;
        }
    }

    [Test]
    public void CancelOverThere_CancelsTheAsker_AsThatOfAnAwaitedTask()
    {
        using var pair = new Pair();
        CoTask? running = null;
        CoTask asker = pair.A.CreateTask(Asker());
        pair.Step("ab");
        running!.Cancel("by somebody there");
        pair.Step("ba");

        asker.IsCancelled.ShouldBeTrue();
        Should.Throw<CancelledException>(() => asker.Result).Message.ShouldBe("by somebody there");

        IEnumerator<Awaitable> Asker()
        {
            yield return pair.ToB.Ask(Handler);
        }

        IEnumerator<Awaitable> Handler()
        {
            running = CoTask.Current;
            yield return Sleep(1000);
        }
    }

    [Test]
    public void Handler_SeesTheAskersValues()
    {
        using var pair = new Pair();
        CoTask asker = pair.A.CreateTask(Asker());
        pair.Step("aba");

        asker.Result.ShouldBeNull();

        IEnumerator<Awaitable> Asker()
        {
            _local.Value = "of the asker";
            yield return pair.ToB.Ask<string>(Handler).Into(out Awaitable<string> seen);
            seen.Result.ShouldBe("of the asker");
        }

        static IEnumerator<Awaitable> Handler()
        {
            yield return Return(_local.Value);
        }
    }

    [Test]
    public void MakerThatThrowsOrReturnsNull_FailsTheAsk()
    {
        using var pair = new Pair(maxCalls: 1);
        CoTask asker = pair.A.CreateTask(Asker());
        pair.Step("abababa");

        asker.Result.ShouldBeNull();
        pair.Trace.ShouldBe(["made on b"]);
        pair.ToB.UnderWay.ShouldBe(0);

        IEnumerator<Awaitable> Asker()
        {
            yield return Settle(pair.ToB.Ask(Thrower), out Outcome thrown);
            thrown.Exception.ShouldBeOfType<IOException>().Message.ShouldBe("not made");
            yield return Settle(pair.ToB.Ask(() => null!), out Outcome missing);
            missing.Exception.ShouldBeOfType<InvalidOperationException>().Message.ShouldContain("returned null");
            yield return pair.ToB.Ask(Nothing);
        }

        IEnumerator<Awaitable> Thrower()
        {
            pair.Log($"made on {Scheduler.Current.Name}");
            throw new IOException("not made");
        }
    }

    [Test]
    public void Order_OfAsksAndTells_IsThatInWhichTheyWereSent()
    {
        using var pair = new Pair();
        pair.A.CreateTask(Sender());
        pair.Step("aba");

        pair.ShouldHaveLogged("1", "2", "3", "4", "5");

        IEnumerator<Awaitable> Sender()
        {
            yield return pair.ToB.Tell(() => Say("1"));
            Future first = pair.ToB.Ask(() => Say("2"));
            yield return pair.ToB.Tell(() => Say("3"));
            Future second = pair.ToB.Ask(() => Say("4"));
            yield return pair.ToB.Tell(() => Say("5"));
            yield return Gather(first, second);
        }

        IEnumerator<Awaitable> Say(string line)
        {
            pair.Log(line);
            yield break;
        }
    }

    [Test]
    public void Ring_AAsksBAsksA_GoesOn_EvenWhereEachMayRunOneAtATime()
    {
        using var pair = new Pair(maxCalls: 1);
        CoTask<int> asker = pair.A.CreateTask<int>(Asker());
        for (int i = 0; i < 12; i++)
        {
            pair.Step("ab");
        }

        asker.Result.ShouldBe(10);

        IEnumerator<Awaitable> Asker()
        {
            yield return pair.ToB.Ask<int>(() => Down(pair.ToA, 9)).Into(out Awaitable<int> depth);
            yield return Return(depth.Result + 1);
        }

        IEnumerator<Awaitable> Down(GroupedScheduler other, int left)
        {
            if (left == 0)
            {
                yield return Return(0);
            }

            yield return other.Ask<int>(() => Down(other == pair.ToA ? pair.ToB : pair.ToA, left - 1)).Into(out Awaitable<int> depth);
            yield return Return(depth.Result + 1);
        }
    }

    [Test]
    public void AskOfOneself_GoesThroughTheInbox()
    {
        using var pair = new Pair();
        CoTask asker = pair.A.CreateTask(Asker());
        pair.Step("aaa");

        asker.IsDone.ShouldBeTrue();
        asker.Result.ShouldBeNull();

        IEnumerator<Awaitable> Asker()
        {
            yield return pair.ToA.Ask<int>(() => Add(2, 2)).Into(out Awaitable<int> sum);
            sum.Result.ShouldBe(4);
        }
    }

    [Test]
    public void FailureOfAnAskThatNobodyAwaits_IsReportedByTheAsker()
    {
        using var pair = new Pair();
        pair.A.CreateTask(Asker());
        pair.Step("abba");

        pair.Reports.ShouldHaveSingleItem().Exception!.Message.ShouldBe("unseen");

        IEnumerator<Awaitable> Asker()
        {
            pair.ToB.Ask(Failing);
            yield break;
        }

        static IEnumerator<Awaitable> Failing()
        {
            yield return null;
            throw new IOException("unseen");
        }
    }

    [Test]
    public void Wait_IsDescribed()
    {
        using var pair = new Pair();
        pair.A.CreateTask(Asker());
        pair.Step("a");

        pair.A.FormatTasks().ShouldContain("what scheduler 'b' was asked for");

        IEnumerator<Awaitable> Asker()
        {
            yield return pair.ToB.Ask(Nothing);
        }
    }

    [Test]
    public void Ask_WhereNoSchedulerRuns_SaysWhatToCall()
    {
        using var pair = new Pair();
        Should.Throw<InvalidOperationException>(() => pair.ToB.Ask(Nothing)).Message.ShouldContain("call AskThreadsafe");
        Should.Throw<InvalidOperationException>(() => pair.ToB.Ask<int>(Nothing)).Message.ShouldContain("call AskThreadsafe");
        Should.Throw<InvalidOperationException>(() => pair.ToB.Tell(Nothing)).Message.ShouldContain("call TellThreadsafe");
    }

    [Test]
    public void NullMaker_IsAnErrorOfTheCall()
    {
        using var pair = new Pair();
        Should.Throw<ArgumentNullException>(() => pair.ToB.Ask(null!));
        Should.Throw<ArgumentNullException>(() => pair.ToB.Ask<int>(null!));
        Should.Throw<ArgumentNullException>(() => pair.ToB.Tell(null!));
        Should.Throw<ArgumentNullException>(() => pair.ToB.AskThreadsafe(null!));
        Should.Throw<ArgumentNullException>(() => pair.ToB.AskThreadsafe<int>(null!));
        Should.Throw<ArgumentNullException>(() => pair.ToB.TellThreadsafe(null!));
    }
}
