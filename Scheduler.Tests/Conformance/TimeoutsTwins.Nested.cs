using static Coroutines.Awaitable;

namespace Coroutines.Tests.Conformance;

public sealed partial class TimeoutsTwins
{
    private IEnumerator<Awaitable> Nested(double outerDelay, double innerDelay, double seconds = 10)
    {
        CoTimeout inner = null!;

        IEnumerator<Awaitable> Inner()
        {
            using (inner = Timeout(innerDelay))
            {
                yield return Sleep(seconds);
                Log("slept");
            }
        }

        using (CoTimeout outer = Timeout(outerDelay))
        {
            yield return Settle(Inner(), out Outcome outcome, includeCancellation: true);
            if (!outcome.IsSuccess)
            {
                Log("inner raised", outcome.Exception, "cancelling", Self.Cancelling);
                LogExpired(outer, inner);
                outcome.ThrowIfFailed();
            }
        }
    }

    [Twin]
    public IEnumerator<Awaitable> NestedAndTheInnerExpires()
    {
        yield return Await(Ending("outer", Nested(2, 1)));
        yield return Sleep(5);
        Log("after, cancelling", Self.Cancelling);
    }

    [Twin]
    public IEnumerator<Awaitable> NestedAndTheOuterExpires()
    {
        yield return Await(Ending("outer", Nested(1, 2)));
        yield return Sleep(5);
        Log("after, cancelling", Self.Cancelling);
    }

    [Twin]
    public IEnumerator<Awaitable> NestedAndBothExpireInOneIteration()
    {
        yield return Await(Ending("outer", Nested(1, 1)));
        yield return Sleep(5);
        Log("after, cancelling", Self.Cancelling);
    }

    [Twin]
    public IEnumerator<Awaitable> NestedZeroInZero()
    {
        yield return Await(Ending("outer", Nested(0, 0)));
    }

    [Twin]
    public IEnumerator<Awaitable> NestedZeroInLonger()
    {
        yield return Await(Ending("outer", Nested(1, 0)));
    }

    [Twin]
    public IEnumerator<Awaitable> NestedLongerInZero()
    {
        yield return Await(Ending("outer", Nested(0, 1)));
    }

    [Twin]
    public IEnumerator<Awaitable> NestedZeroInZeroAroundABareYield()
    {
        yield return Await(Ending("outer", Nested(0, 0, 0)));
    }

    [Twin]
    public IEnumerator<Awaitable> NestedThreeThatExpireInOneIteration()
    {
        IEnumerator<Awaitable> Within(int n)
        {
            using (TimeoutAt(1))
            {
                yield return Await(Level(n + 1));
            }
        }

        IEnumerator<Awaitable> Level(int n)
        {
            yield return Settle(n == 3 ? Sleep(10) : Await(Within(n)), out Outcome outcome, includeCancellation: true);
            Log("level", n, "raises", outcome.Exception, "cancelling", Self.Cancelling);
            outcome.ThrowIfFailed();
        }

        yield return Await(Ending("body", Level(0)));
        LogCancelling();
    }

    // A block inside a block, and what the inner one raises.
    private IEnumerator<Awaitable> NestedAround(IEnumerator<Awaitable> body, double outerDelay, double innerDelay)
    {
        CoTimeout inner = null!;

        IEnumerator<Awaitable> Inner()
        {
            using (inner = Timeout(innerDelay))
            {
                yield return Await(body);
            }
        }

        using (CoTimeout outer = Timeout(outerDelay))
        {
            yield return Settle(Inner(), out Outcome outcome, includeCancellation: true);
            Log("inner raised", outcome.Exception, "expired", outer.IsExpired, inner.IsExpired);
            outcome.ThrowIfFailed();
        }
    }

    [Twin]
    public IEnumerator<Awaitable> NestedAndTheOuterExpiresWhileTheInnerCleansUp()
    {
        yield return Await(Ending("body", NestedAround(SlowCleanup(10, 5), 2, 1)));
        LogCancelling();
    }

    [Twin]
    public IEnumerator<Awaitable> NestedAndTheInnerExpiresWhileTheOuterCleansUp()
    {
        yield return Await(Ending("body", NestedAround(SlowCleanup(10, 5), 1, 2)));
        LogCancelling();
    }

    [Twin]
    public IEnumerator<Awaitable> NestedAndTheOuterExpiresOneIterationAfterTheInner()
    {
        CoTimeout inner = null!;

        IEnumerator<Awaitable> Inner()
        {
            using (inner = Timeout(1))
            {
                yield return Sleep(10);
            }
        }

        IEnumerator<Awaitable> Body()
        {
            Scheduler loop = Loop;
            using (CoTimeout outer = Timeout(null))
            {
                loop.CallAt(1, () => loop.CallSoon(() => outer.Reschedule(0)));
                yield return Settle(Inner(), out Outcome outcome, includeCancellation: true);
                Log("inner raised", outcome.Exception, "expired", outer.IsExpired, inner.IsExpired);
                outcome.ThrowIfFailed();
            }
        }

        yield return Await(Ending("body", Body()));
    }

    [Twin]
    public IEnumerator<Awaitable> NestedAndTheOuterExpiresWhenTheInnerErrorIsHandled()
    {
        IEnumerator<Awaitable> Body()
        {
            using (Timeout(2))
            {
                yield return Await(Ending("inner", SleepWithin(1, 10, "inner")));
                yield return Sleep(10);
            }
        }

        yield return Await(Ending("body", Body()));
        LogCancelling();
    }

    [Twin]
    public IEnumerator<Awaitable> NestedInAFinally()
    {
        IEnumerator<Awaitable> Body()
        {
            using (Timeout(1))
            {
                yield return Try(Sleep(10)).Finally(() => Ending("clean-up", SleepWithin(1, 10, "clean-up")));
            }
        }

        yield return Await(Ending("body", Body()));
        LogCancelling();
    }
}
