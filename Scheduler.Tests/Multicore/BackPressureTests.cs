using static Coroutines.Awaitable;

namespace Coroutines.Tests.Multicore;

/// <summary>How many coroutines a loop runs for others, and who waits.</summary>
public sealed class BackPressureTests
{
    [Test]
    public void Line_IsFirstComeFirstServed_WhicheverLoopOneComesFrom()
    {
        using var pair = new Pair(maxCalls: 2);
        List<Future> gates = [];
        pair.A.CreateTask(Sender(["a1", "a2", "a3"]));
        pair.B.CreateTask(Sender(["b1", "b2"]));
        pair.Step("ab");

        (pair.ToB.UnderWay, pair.ToB.Waiting).ShouldBe((2, 3));
        for (int i = 0; i < 5; i++)
        {
            gates[i].SetResult();
            pair.Step("b");
        }

        pair.ShouldHaveLogged("a1", "a2", "a3", "b1", "b2");
        (pair.ToB.UnderWay, pair.ToB.Waiting).ShouldBe((0, 0));

        IEnumerator<Awaitable> Sender(string[] names)
        {
            yield return Gather(names.Select(name => (Awaitable)pair.ToB.Ask(() => Gated(name))));
        }

        IEnumerator<Awaitable> Gated(string name)
        {
            pair.Log(name);
            var gate = new Future();
            gates.Add(gate);
            yield return gate;
        }
    }

    [Test]
    public void Tell_SuspendsOnlyWhileThereIsNoRoom()
    {
        using var pair = new Pair(maxCalls: 2);
        List<Future> gates = [];
        CoTask teller = pair.A.CreateTask(Teller());
        pair.Step("a");
        pair.ShouldHaveLogged("told 1", "told 2");
        pair.A.FormatTasks().ShouldContain("room in scheduler 'b'");
        pair.Step("b");
        gates[0].SetResult();
        pair.Step("bba");

        teller.IsDone.ShouldBeTrue();
        pair.ShouldHaveLogged("told 1", "told 2", "1", "2", "3", "told 3");

        IEnumerator<Awaitable> Teller()
        {
            for (int i = 1; i <= 3; i++)
            {
                int number = i;
                yield return pair.ToB.Tell(() => Gated(number));
                pair.Log($"told {number}");
            }
        }

        IEnumerator<Awaitable> Gated(int number)
        {
            pair.Log($"{number}");
            var gate = new Future();
            gates.Add(gate);
            yield return gate;
        }
    }

    [Test]
    public void Tell_CancelledWhileItWaits_IsNotTold_AndLaterItIs()
    {
        foreach (string turns in new[] { "", "b" })
        {
            using var pair = new Pair(maxCalls: 1);
            var gate = new Future(pair.B);
            CoTask first = pair.A.CreateTask(Teller("first", gate));
            CoTask second = pair.A.CreateTask(Teller("second", gate));
            pair.Step("ab");
            first.IsDone.ShouldBeTrue();
            if (turns.Length > 0)
            {
                gate.SetResult();
            }

            pair.Step(turns);
            second.Cancel();
            pair.Step("ab");

            second.IsCancelled.ShouldBeTrue();
            pair.Trace.ShouldBe(turns.Length > 0 ? ["first", "second"] : ["first"]);

            IEnumerator<Awaitable> Teller(string line, Future until)
            {
                yield return pair.ToB.Tell(() => Say(line, until));
            }

            IEnumerator<Awaitable> Say(string line, Future until)
            {
                pair.Log(line);
                yield return until;
            }
        }
    }

    [Test]
    public void Tell_ThatFails_IsReportedOverThere_AtOnce()
    {
        using var pair = new Pair();
        pair.A.CreateTask(Teller());
        pair.Step("abb");

        pair.Reports.Select(static report => $"{report.Message}: {report.Exception!.Message}").ShouldBe(
            ["A coroutine that the scheduler was told to run did not become a task: not made", "A coroutine that the scheduler was told to run has failed: lost"], ignoreOrder: false);
        pair.Reports[1].Task!.Name.ShouldStartWith("Task-");
        pair.ToB.UnderWay.ShouldBe(0);

        IEnumerator<Awaitable> Teller()
        {
            yield return pair.ToB.Tell(Failing);
            yield return pair.ToB.Tell(static () => throw new IOException("not made"));
        }

        static IEnumerator<Awaitable> Failing()
        {
            yield return null;
            throw new IOException("lost");
        }
    }

    [Test]
    public void AskOfACall_DoesNotWaitInLine_ThatOfATaskWhichItHasMadeDoes()
    {
        using var pair = new Pair(maxCalls: 1);
        CoTask asker = pair.A.CreateTask(Asker());
        pair.Step("abbbbbba");

        asker.IsDone.ShouldBeFalse();
        pair.ShouldHaveLogged("nested 1");
        pair.ToB.Waiting.ShouldBe(1);

        IEnumerator<Awaitable> Asker()
        {
            yield return pair.ToB.Ask(Handler);
        }

        IEnumerator<Awaitable> Handler()
        {
            yield return pair.ToB.Ask(() => Say("nested 1"));
            yield return CreateTask(Child());
        }

        IEnumerator<Awaitable> Child()
        {
            yield return pair.ToB.Ask(() => Say("nested 2"));
        }

        IEnumerator<Awaitable> Say(string line)
        {
            pair.Log(line);
            yield break;
        }
    }
}
