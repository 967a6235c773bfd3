using static Coroutines.Awaitable;

namespace Coroutines.Tests.Conformance;

public sealed partial class LocksTwins
{
    private static string Standing(CoBarrier barrier) => $"waiting {barrier.Waiting} broken {barrier.IsBroken}";

    private IEnumerator<Awaitable> Meet(string name, CoBarrier barrier, int rounds = 1)
    {
        for (int i = 0; i < rounds; i++)
        {
            Log(name, "arrives");
            yield return barrier.Wait().Into(out var index);
            Log(name, "goes on as", index.Result);
        }
    }

    private IEnumerator<Awaitable> MeetLater(string name, CoBarrier barrier, int iterations)
    {
        yield return Await(Pause(iterations));
        yield return Await(Meet(name, barrier));
    }

    [Twin]
    public IEnumerator<Awaitable> BarrierLetsTheLastToArriveGoFirst()
    {
        var barrier = new CoBarrier(3);
        yield return Await(Finish(StartEach("abc", name => Meet(name, barrier))));
        Log(Standing(barrier));
    }

    [Twin]
    public IEnumerator<Awaitable> BarrierOfOne()
    {
        var barrier = new CoBarrier(1);
        yield return Await(Meet("a", barrier, 3));
        Log(Standing(barrier), "parties", barrier.Parties);
    }

    [Twin]
    public IEnumerator<Awaitable> BarrierServesOneRoundAfterTheOther()
    {
        var barrier = new CoBarrier(2);
        yield return Await(Finish(StartEach("abcd", name => Meet(name, barrier, 2))));
        Log(Standing(barrier));
    }

    [Twin]
    public IEnumerator<Awaitable> BarrierWhoseNewcomersComeWhileItDrains()
    {
        var barrier = new CoBarrier(3);
        CoTask[] tasks = StartEach("abcdefg", name => Meet(name, barrier));
        for (int i = 0; i < 12; i++)
        {
            Log(Standing(barrier));
            yield return null;
        }

        yield return Await(Finish([.. tasks, .. StartEach("hi", name => Meet(name, barrier))]));
    }

    [Twin]
    public IEnumerator<Awaitable> BarrierCancelOfOneThatWaitsAtEachMoment() => AtEachMoment(10, () =>
    {
        var barrier = new CoBarrier(3);

        IEnumerator<Awaitable> End()
        {
            yield return Await(Pause(20));
            Log(Standing(barrier));
            yield return barrier.Abort();
        }

        CoTask[] tasks =
        [
            Start("a", Meet("a", barrier)), Start("b", Meet("b", barrier)), Start("c", MeetLater("c", barrier, 3)),
            Start("d", MeetLater("d", barrier, 9)), Start("end", End()),
        ];
        return (tasks[0], tasks, () => Standing(barrier));
    });

    [Twin]
    public IEnumerator<Awaitable> BarrierCancelOfOneThatArrivesWhileItDrains() => AtEachMoment(9, () =>
    {
        var barrier = new CoBarrier(2);

        IEnumerator<Awaitable> End()
        {
            yield return Await(Pause(20));
            yield return barrier.Abort();
        }

        CoTask[] tasks =
        [
            Start("a", Meet("a", barrier)), Start("b", MeetLater("b", barrier, 2)), Start("c", MeetLater("c", barrier, 2)),
            Start("d", MeetLater("d", barrier, 2)), Start("end", End()),
        ];
        return (tasks[2], tasks, () => Standing(barrier));
    });

    [Twin]
    public IEnumerator<Awaitable> BarrierAbort()
    {
        var barrier = new CoBarrier(3);
        CoTask[] tasks = StartEach("ab", name => Meet(name, barrier));
        yield return Await(Pause());
        Log(Standing(barrier));
        yield return barrier.Abort();
        Log(Standing(barrier));
        CoTask late = Start("late", Meet("late", barrier));
        yield return Await(Finish([.. tasks, late]));
        Log(Standing(barrier));
        yield return barrier.Reset();
        Log(Standing(barrier));
        yield return Await(Finish(StartEach("abc", name => Meet(name, barrier))));
    }

    [Twin]
    public IEnumerator<Awaitable> BarrierReset()
    {
        var barrier = new CoBarrier(3);
        yield return barrier.Reset();
        Log(Standing(barrier));
        CoTask[] tasks = StartEach("ab", name => Meet(name, barrier));
        yield return Await(Pause());
        yield return barrier.Reset();
        Log(Standing(barrier));
        yield return Await(Finish([.. tasks, .. StartEach("cde", name => Meet(name, barrier))]));
        Log(Standing(barrier));
    }

    [Twin]
    public IEnumerator<Awaitable> BarrierResetAndAbortAtEachMoment()
    {
        foreach (string method in new[] { "reset", "abort" })
        {
            for (int moment = 0; moment < 5; moment++)
            {
                var barrier = new CoBarrier(3);

                IEnumerator<Awaitable> Change()
                {
                    Log(method, Standing(barrier));
                    yield return method == "reset" ? barrier.Reset() : barrier.Abort();
                    Log(method, Standing(barrier));
                }

                int early = Math.Min(moment, 3);
                CoTask[] tasks =
                [
                    .. StartEach("abc"[..early], name => Meet(name, barrier)), Start(method, Change()),
                    .. StartEach("abc"[early..], name => Meet(name, barrier)),
                ];
                yield return Await(Pause(4));
                Log(Standing(barrier));
                yield return barrier.Reset();
                yield return Await(Finish(tasks));
                Log(Standing(barrier));
            }
        }
    }

    [Twin]
    public IEnumerator<Awaitable> BarrierOfNobody()
    {
        Log(Attempt(() => new CoBarrier(0)), Attempt(() => new CoBarrier(-1)));
        yield break;
    }
}
