using static Coroutines.Awaitable;

namespace Coroutines.Tests.Conformance;

public sealed partial class TimeoutsTwins
{
    // Sleeps under a timeout that somebody changes after a second.
    private IEnumerator<Awaitable> Rescheduled(Action<CoTimeout> change, double seconds = 10, double? delay = 2)
    {
        using (CoTimeout timeout = Timeout(delay))
        {
            Loop.CallAt(1, () =>
            {
                change(timeout);
                Log("when", timeout.When);
            });
            yield return Sleep(seconds);
            Log("slept, expired", timeout.IsExpired);
        }
    }

    [Twin]
    public IEnumerator<Awaitable> RescheduledToEarlier() =>
        Ending("body", Rescheduled(timeout => timeout.Reschedule(1.5)));

    [Twin]
    public IEnumerator<Awaitable> RescheduledToLater() =>
        Ending("body", Rescheduled(timeout => timeout.Reschedule(4)));

    [Twin]
    public IEnumerator<Awaitable> RescheduledToLaterThanTheEnd()
    {
        yield return Await(Ending("body", Rescheduled(timeout => timeout.Reschedule(40))));
        yield return Sleep(100);
        Log("after");
    }

    [Twin]
    public IEnumerator<Awaitable> RescheduledToThePast() =>
        Ending("body", Rescheduled(timeout => timeout.Reschedule(0.5)));

    [Twin]
    public IEnumerator<Awaitable> RescheduledToNow() =>
        Ending("body", Rescheduled(timeout => timeout.Reschedule(1)));

    [Twin]
    public IEnumerator<Awaitable> RescheduledToNever() =>
        Ending("body", Rescheduled(timeout => timeout.Reschedule(null)));

    [Twin]
    public IEnumerator<Awaitable> RescheduledToInfinity() =>
        Ending("body", Rescheduled(timeout => timeout.Reschedule(double.PositiveInfinity)));

    [Twin]
    public IEnumerator<Awaitable> RescheduledFromNever() =>
        Ending("body", Rescheduled(timeout => timeout.Reschedule(3), delay: null));

    [Twin]
    public IEnumerator<Awaitable> RescheduledToTheSame() =>
        Ending("body", Rescheduled(timeout => timeout.Reschedule(2)));

    [Twin]
    public IEnumerator<Awaitable> RescheduledToThePastAndBack() => Ending("body", Rescheduled(timeout =>
    {
        timeout.Reschedule(0);
        timeout.Reschedule(3);
    }));

    [Twin]
    public IEnumerator<Awaitable> RescheduledToThePastTwice() => Ending("body", Rescheduled(timeout =>
    {
        timeout.Reschedule(0);
        timeout.Reschedule(0.5);
    }));

    [Twin]
    public IEnumerator<Awaitable> RescheduledToThePastThenToNever() => Ending("body", Rescheduled(timeout =>
    {
        timeout.Reschedule(0);
        timeout.Reschedule(null);
    }));

    [Twin]
    public IEnumerator<Awaitable> RescheduledToThePastToLaterAndToThePast() => Ending("body", Rescheduled(timeout =>
    {
        timeout.Reschedule(0);
        timeout.Reschedule(3);
        timeout.Reschedule(0);
        Loop.CallSoon(() => Log("queued behind it"));
    }));

    [Twin]
    public IEnumerator<Awaitable> RescheduledBeforeAnySuspension()
    {
        IEnumerator<Awaitable> Body()
        {
            using (CoTimeout timeout = Timeout(0))
            {
                timeout.Reschedule(1);
                yield return Sleep(0);
                Log("still there");
                yield return Sleep(5);
            }
        }

        yield return Await(Ending("body", Body()));
    }

    [Twin]
    public IEnumerator<Awaitable> RescheduledInTheIterationOfItsExpiryJustBefore()
    {
        CoTimeout timeout = null!;

        IEnumerator<Awaitable> Body()
        {
            Loop.CallAt(1, () =>
            {
                timeout.Reschedule(3);
                Log("rescheduled");
            });
            using (timeout = Timeout(1))
            {
                yield return Sleep(10);
            }
        }

        yield return Await(Ending("body", Body()));
    }

    private void LogRefusal(CoTimeout timeout, params object?[] more) =>
        Log(["refused with", Kind(Caught(() => timeout.Reschedule(3))), "when", timeout.When, .. more]);

    [Twin]
    public IEnumerator<Awaitable> RescheduledInTheIterationOfItsExpiryJustAfter()
    {
        IEnumerator<Awaitable> Body()
        {
            using (CoTimeout timeout = Timeout(1))
            {
                Loop.CallAt(1, () => LogRefusal(timeout));
                yield return Sleep(10);
            }
        }

        yield return Await(Ending("body", Body()));
    }

    [Twin]
    public IEnumerator<Awaitable> RescheduledAfterItsEnd()
    {
        CoTimeout timeout;
        using (timeout = Timeout(1))
        {
            yield return Sleep(0);
        }

        LogRefusal(timeout, "expired", timeout.IsExpired);
    }

    [Twin]
    public IEnumerator<Awaitable> RescheduledAfterItsExpiry()
    {
        IEnumerator<Awaitable> Body()
        {
            using (CoTimeout timeout = Timeout(1))
            {
                yield return Try(Sleep(10)).Finally(() => LogRefusal(timeout));
            }
        }

        yield return Await(Ending("body", Body()));
    }

    [Twin]
    public IEnumerator<Awaitable> RescheduledAgainAndAgain()
    {
        IEnumerator<Awaitable> Body()
        {
            using (CoTimeout timeout = Timeout(1))
            {
                for (int i = 0; i < 3; i++)
                {
                    yield return Sleep(0.75);
                    timeout.Reschedule(Loop.Time + 1);
                    Log("when", timeout.When);
                }

                yield return Sleep(5);
            }
        }

        yield return Await(Ending("body", Body()));
    }

    [Twin]
    public IEnumerator<Awaitable> RescheduledByAnotherTask()
    {
        IEnumerator<Awaitable> Other(CoTimeout timeout)
        {
            yield return Sleep(1);
            timeout.Reschedule(Loop.Time + 2);
            Log("when", timeout.When);
        }

        IEnumerator<Awaitable> Body()
        {
            using (CoTimeout timeout = Timeout(2))
            {
                CreateTask(Other(timeout));
                yield return Sleep(10);
            }
        }

        yield return Await(Ending("body", Body()));
    }
}
