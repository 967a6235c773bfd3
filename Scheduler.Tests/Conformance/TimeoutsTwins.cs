using static Coroutines.Awaitable;

namespace Coroutines.Tests.Conformance;

/// <summary>Blocks with a deadline: rules 19 to 23.</summary>
/// <remarks>
/// A frame that is left by an exception ends its scopes before its <c>finally</c> blocks run. So what a Python case logs
/// in a <c>finally</c> inside the block about the timeout or the count of cancels stands in a <c>Try</c> here.
/// </remarks>
public sealed partial class TimeoutsTwins : Twins<TimeoutsTwins>
{
    private IEnumerator<Awaitable> SleepWithin(double? delay, double seconds, string name = "block")
    {
        using (CoTimeout timeout = Timeout(delay))
        {
            try
            {
                yield return Sleep(seconds);
                Log(name, "slept, expired", timeout.IsExpired);
            }
            finally
            {
                Log(name, "is left");
            }
        }
    }

    private IEnumerator<Awaitable> SlowCleanup(double seconds, double cleanup, string name = "body")
    {
        IEnumerator<Awaitable> CleanUp()
        {
            yield return Sleep(cleanup);
            Log(name, "cleaned up, cancelling", Self.Cancelling);
        }

        yield return Try(Sleep(seconds)).Finally(CleanUp);
    }

    private IEnumerator<Awaitable> Swallow(double seconds, string name = "body")
    {
        yield return Try(Sleep(seconds)).Catch<CancelledException>(
            error => Log(name, "swallowed", error, "cancelling", Self.Cancelling));
        yield return Return(7);
    }

    private void LogExpired(params CoTimeout[] timeouts) =>
        Log("expired", string.Join(' ', timeouts.Select(timeout => timeout.IsExpired)));

    private void LogCancelling() => Log("cancelling", Self.Cancelling);

    // How many iterations pass.

    [Twin]
    public IEnumerator<Awaitable> ZeroAroundNothing()
    {
        IEnumerator<Awaitable> Body()
        {
            CoTimeout timeout;
            using (timeout = Timeout(0))
            {
                Log("inside, expired", timeout.IsExpired);
            }

            Log("outside, expired", timeout.IsExpired);
            yield break;
        }

        Log("before");
        yield return Await(Ending("body", Body()));
        yield return Await(Pause());
        Log("after, cancelling", Self.Cancelling);
    }

    [Twin]
    public IEnumerator<Awaitable> ZeroAroundABareYield()
    {
        Log("before");
        yield return Await(Ending("block", SleepWithin(0, 0)));
    }

    [Twin]
    public IEnumerator<Awaitable> ZeroAroundTwoBareYields()
    {
        IEnumerator<Awaitable> Body()
        {
            using (Timeout(0))
            {
                yield return Sleep(0);
                Log("once");
                yield return Sleep(0);
                Log("never");
            }
        }

        Log("before");
        yield return Await(Ending("body", Body()));
    }

    [Twin]
    public IEnumerator<Awaitable> ZeroAroundALongerSleep()
    {
        Log("before");
        yield return Await(Ending("block", SleepWithin(0, 10)));
    }

    [Twin]
    public IEnumerator<Awaitable> NegativeDelay()
    {
        Log("before");
        yield return Await(Ending("block", SleepWithin(-1, 10)));
    }

    [Twin]
    public IEnumerator<Awaitable> ZeroAroundAPendingFuture()
    {
        var pending = new Future();

        IEnumerator<Awaitable> Body()
        {
            using (Timeout(0))
            {
                yield return pending;
            }
        }

        Log("before");
        yield return Await(Ending("body", Body()));
        Log("future cancelled", pending.IsCancelled);
    }

    [Twin]
    public IEnumerator<Awaitable> ZeroAroundADoneFuture()
    {
        var done = new Future<int>();
        done.SetResult(3);

        IEnumerator<Awaitable> Body()
        {
            using (Timeout(0))
            {
                yield return done;
                yield return Return(done.Result);
            }
        }

        Log("before");
        yield return Await(Ending("body", Await<int>(Body())));
    }

    [Twin]
    public IEnumerator<Awaitable> ZeroAroundAnUnstartedTask()
    {
        IEnumerator<Awaitable> Child()
        {
            Log("never");
            yield break;
        }

        IEnumerator<Awaitable> Body()
        {
            using (Timeout(0))
            {
                yield return CreateTask(Child());
            }
        }

        Log("before");
        yield return Await(Ending("body", Body()));
    }

    [Twin]
    public IEnumerator<Awaitable> ZeroAroundAStartedTask()
    {
        CoTask child = CreateTask(SlowCleanup(10, 2, "child"));

        IEnumerator<Awaitable> Body()
        {
            using (Timeout(0))
            {
                yield return child;
            }
        }

        yield return Await(Pause());
        Log("before");
        yield return Await(Ending("body", Body()));
    }

    [Twin]
    public IEnumerator<Awaitable> InTime()
    {
        Log("before");
        yield return Await(Ending("block", SleepWithin(2, 1)));
        yield return Sleep(3);
        Log("after, cancelling", Self.Cancelling);
    }

    [Twin]
    public IEnumerator<Awaitable> TooLate()
    {
        Log("before");
        yield return Await(Ending("block", SleepWithin(1, 10)));
        yield return Sleep(20);
        Log("after, cancelling", Self.Cancelling);
    }

    [Twin]
    public IEnumerator<Awaitable> NoDeadline()
    {
        yield return Await(Ending("block", SleepWithin(null, 10)));
    }

    [Twin]
    public IEnumerator<Awaitable> InfiniteDelay()
    {
        yield return Await(Ending("block", SleepWithin(double.PositiveInfinity, 10)));
    }

    [Twin]
    public IEnumerator<Awaitable> ExpiresAmongBareYields()
    {
        IEnumerator<Awaitable> Body()
        {
            using (Timeout(1))
            {
                Loop.CallLater(1, () => Log("callback at the same time"));
                while (true)
                {
                    yield return Sleep(0);
                    if (Loop.Time < 1)
                    {
                        yield return Sleep(0.5);
                    }

                    Log("spinning");
                }
            }
        }

        yield return Await(Ending("body", Body()));
    }

    // What it tells.

    [Twin]
    public IEnumerator<Awaitable> WhenAndExpired()
    {
        void LogState(CoTimeout timeout) => Log("when", timeout.When, "expired", timeout.IsExpired);

        IEnumerator<Awaitable> Body()
        {
            CoTimeout timeout;
            using (timeout = Timeout(2))
            {
                LogState(timeout);
                yield return Try(Sleep(5)).Catch<CancelledException>(_ => LogState(timeout));
            }

            LogState(timeout);
        }

        yield return Sleep(1);
        yield return Await(Ending("body", Body()));
    }

    [Twin]
    public IEnumerator<Awaitable> WhenAndExpiredInTime()
    {
        void LogState(CoTimeout timeout) => Log("when", timeout.When, "expired", timeout.IsExpired);

        IEnumerator<Awaitable> Body()
        {
            CoTimeout timeout;
            using (timeout = Timeout(2))
            {
                yield return Sleep(1);
            }

            LogState(timeout);
            yield return Sleep(5);
            LogState(timeout);
        }

        yield return Await(Ending("body", Body()));
    }

    [Twin]
    public IEnumerator<Awaitable> WhenWithoutADeadline()
    {
        IEnumerator<Awaitable> Body()
        {
            using (CoTimeout timeout = Timeout(null))
            {
                Log("when", timeout.When, "expired", timeout.IsExpired);
                yield return Sleep(1);
            }
        }

        yield return Await(Ending("body", Body()));
    }

    [Twin]
    public IEnumerator<Awaitable> CauseOfTheTimeout()
    {
        yield return Try(SleepWithin(1, 10)).Catch<TimeoutException>(
            error => Log("caught, caused by", Kind(error.InnerException)));
    }

    [Twin]
    public IEnumerator<Awaitable> TimeoutAtAMoment()
    {
        IEnumerator<Awaitable> Body(double? when)
        {
            using (CoTimeout timeout = TimeoutAt(when))
            {
                Log("when", timeout.When);
                yield return Sleep(5);
                Log("slept");
            }
        }

        yield return Sleep(1);
        yield return Await(Ending("at 3", Body(3)));
        yield return Await(Ending("at 1, which has passed", Body(1)));
        yield return Await(Ending("at 3, which is now", Body(3)));
        yield return Await(Ending("never", Body(null)));
    }

    [Twin]
    public IEnumerator<Awaitable> OneAfterTheOther()
    {
        foreach (double delay in (double[])[1, 3, 1])
        {
            yield return Await(Ending($"{delay} s", SleepWithin(delay, 2)));
        }

        LogCancelling();
    }

    [Twin]
    public IEnumerator<Awaitable> TwoTasksWithTheirOwn()
    {
        CoTask a = CreateTask(Ending("a", SleepWithin(1, 10, "a")));
        CoTask b = CreateTask(Ending("b", SleepWithin(2, 10, "b")));
        yield return a;
        yield return b;
    }
}
