using static Coroutines.Awaitable;

namespace Coroutines.Tests.Multicore;

/// <summary>A cancel of one who asks, in each state that the asked coroutine may be in.</summary>
public sealed class AskCancellationTests
{
    private const int Turns = 5;

    private static IEnumerable<string> Orders => Enumerable.Range(0, 1 << Turns)
        .Select(static bits => string.Concat(Enumerable.Range(0, Turns).Select(turn => (bits >> turn & 1) == 0 ? 'a' : 'b')))
        .SelectMany(static turns => Enumerable.Range(0, Turns + 1).Select(place => turns.Insert(place, "!")));

    [Test]
    public void Cancel_AtAnyMoment_IsNeverLost_AndTheCleanUpIsOverBeforeTheAsker([Values] bool isLong)
    {
        foreach (string order in Orders)
        {
            using var pair = new Pair();
            CoTask asker = pair.A.CreateTask(Asker(pair, () => isLong ? Long(pair) : Short(pair)));
            bool isCancelled = Run(pair, asker, order);

            asker.IsDone.ShouldBeTrue(order);
            asker.IsCancelled.ShouldBe(isCancelled, order);
            pair.ToB.UnderWay.ShouldBe(0, order);
            pair.Trace.LastOrDefault("asker ends").ShouldBe("asker ends", order);
            pair.Trace.Count(static line => line == "begins").ShouldBe(pair.Trace.Count(static line => line == "cleaned up"), order);
        }
    }

    [Test]
    public void Cancel_OfOneThatSwallowsIt_EndsWithItsResult_UnlessItHadNotBegun()
    {
        int swallowed = 0;
        foreach (string order in Orders)
        {
            using var pair = new Pair();
            CoTask asker = pair.A.CreateTask(Asker(pair, () => Swallowing(pair)));
            bool isCancelled = Run(pair, asker, order);

            isCancelled.ShouldBeTrue(order);
            asker.IsDone.ShouldBeTrue(order);
            asker.IsCancelled.ShouldBe(!pair.Trace.Contains("swallowed"), order);
            swallowed += pair.Trace.Contains("swallowed") ? 1 : 0;
        }

        swallowed.ShouldBeGreaterThan(0);
    }

    [Test]
    public void Cancel_OfOneThatRuns_CarriesItsMessage_AndWaitsForACleanUpThatTakesItsTime()
    {
        using var pair = new Pair();
        CoTask asker = pair.A.CreateTask(Asker(pair, Slow));
        pair.Step("ab");
        asker.Cancel("enough");
        pair.Step("ba");
        asker.IsDone.ShouldBeFalse();
        pair.B.Tick(1);
        pair.Step("a");

        pair.ShouldHaveLogged("enough", "cleaned up", "asker ends");
        Should.Throw<CancelledException>(() => asker.Result).Message.ShouldBe("enough");

        IEnumerator<Awaitable> Slow()
        {
            yield return Settle(Sleep(1000), out Outcome outcome, includeCancellation: true);
            pair.Log(outcome.Exception!.Message);
            yield return Sleep(1);
            pair.Log("cleaned up");
            outcome.ThrowIfFailed();
        }
    }

    [Test]
    public void Cancel_OfOneThatWaitsInLine_EndsAtOnce_AndTheNextKeepsItsPlace()
    {
        using var pair = new Pair(maxCalls: 1);
        CoTask first = pair.A.CreateTask(Asker(pair, () => Long(pair)));
        CoTask second = pair.A.CreateTask(Asker(pair, () => Short(pair)));
        CoTask third = pair.A.CreateTask(Asker(pair, () => Short(pair)));
        pair.Step("ab");
        pair.ToB.Waiting.ShouldBe(2);
        second.Cancel();
        pair.Step("a");
        second.IsCancelled.ShouldBeTrue();
        pair.ToB.Waiting.ShouldBe(1);

        first.Cancel();
        pair.Step("babbba");
        (first.IsCancelled, third.State).ShouldBe((true, FutureState.Finished));
        pair.Trace.Count(static line => line == "begins").ShouldBe(2);
    }

    [Test]
    public void Cancel_AgainWhileTheCleanUpRuns_GoesThereAgain()
    {
        using var pair = new Pair();
        CoTask asker = pair.A.CreateTask(Asker(pair, Stubborn));
        pair.Step("ab");
        asker.Cancel("once");
        pair.Step("b");
        asker.Cancel("twice");
        pair.Step("ba");

        pair.ShouldHaveLogged("once", "twice", "asker ends");
        asker.IsCancelled.ShouldBeTrue();

        IEnumerator<Awaitable> Stubborn()
        {
            for (int i = 0; i < 2; i++)
            {
                yield return Settle(Sleep(1000), out Outcome outcome, includeCancellation: true);
                pair.Log(outcome.Exception!.Message);
                if (i == 1)
                {
                    outcome.ThrowIfFailed();
                }
            }
        }
    }

    [Test]
    public void Cancel_FromAnotherThread_WhileTheLoopRuns_IsRefused()
    {
        using var pair = new Pair();
        pair.A.RunUntilComplete(Asker());

        IEnumerator<Awaitable> Asker()
        {
            Future ask = pair.ToB.Ask(() => Short(pair));
            yield return Settle(ToThread(() => ask.Cancel()), out Outcome<bool> outcome);
            outcome.Exception.ShouldBeOfType<InvalidOperationException>().Message.ShouldContain("running on another thread");
        }
    }

    // Takes the turns, cancels where the sign is, and has both loops come to rest.
    private static bool Run(Pair pair, CoTask asker, string order)
    {
        bool isCancelled = false;
        foreach (char turn in order)
        {
            if (turn == '!')
            {
                isCancelled = asker.Cancel();
            }
            else
            {
                pair.Step(turn.ToString());
            }
        }

        pair.Step("abababab");
        return isCancelled;
    }

    private static IEnumerator<Awaitable> Asker(Pair pair, Func<IEnumerator<Awaitable>> handler)
    {
        Defer(() => pair.Log("asker ends"));
        yield return pair.ToB.Ask(handler);
    }

    private static IEnumerator<Awaitable> Short(Pair pair)
    {
        pair.Log("begins");
        try
        {
            yield return null;
        }
        finally
        {
            pair.Log("cleaned up");
        }
    }

    private static IEnumerator<Awaitable> Long(Pair pair)
    {
        pair.Log("begins");
        try
        {
            yield return Sleep(1000);
        }
        finally
        {
            pair.Log("cleaned up");
        }
    }

    private static IEnumerator<Awaitable> Swallowing(Pair pair)
    {
        yield return Settle(Sleep(1000), out Outcome outcome, includeCancellation: true);
        pair.Log(outcome.IsCancelled ? "swallowed" : "slept");
    }
}
