using static Coroutines.Awaitable;

namespace Coroutines.Tests.Conformance;

/// <summary>Bodies that have a mind of their own.</summary>
public sealed partial class TimeoutsTwins
{
    [Twin]
    public IEnumerator<Awaitable> SwallowsTheExpiry()
    {
        IEnumerator<Awaitable> Body()
        {
            CoTimeout timeout;
            using (timeout = Timeout(1))
            {
                yield return Await(Swallow(10));
                LogExpired(timeout);
            }

            Log("outside, expired", timeout.IsExpired, "cancelling", Self.Cancelling);
            yield return Return(5);
        }

        yield return Await(Ending("body", Await<int>(Body())));
    }

    [Twin]
    public IEnumerator<Awaitable> SwallowsTheExpiryAndGoesOnInside()
    {
        IEnumerator<Awaitable> Body()
        {
            using (CoTimeout timeout = Timeout(1))
            {
                yield return Await(Swallow(10));
                yield return Sleep(5);
                Log("slept, expired", timeout.IsExpired);
            }
        }

        yield return Await(Ending("body", Body()));
        LogCancelling();
    }

    [Twin]
    public IEnumerator<Awaitable> SwallowsTheExpiryAndIsCancelledLater()
    {
        IEnumerator<Awaitable> Body()
        {
            using (Timeout(1))
            {
                yield return Await(Swallow(10));
                yield return Sleep(5);
            }
        }

        CoTask task = CreateTask(Ending("body", Body()));
        Loop.CallAt(3, () => task.Cancel("outside"));
        yield return task;
        Log("cancelling", task.Cancelling);
    }

    [Twin]
    public IEnumerator<Awaitable> SwallowsTheExpiryAndFailsLater()
    {
        IEnumerator<Awaitable> Body()
        {
            using (Timeout(1))
            {
                yield return Await(Swallow(10));
                yield return Sleep(1);
                throw new ArgumentException("later");
            }
        }

        yield return Await(Ending("body", Body()));
        LogCancelling();
    }

    [Twin]
    public IEnumerator<Awaitable> RaisesTheCancelAnew()
    {
        IEnumerator<Awaitable> Body()
        {
            using (CoTimeout timeout = Timeout(1))
            {
                yield return Settle(Sleep(10), out Outcome outcome, includeCancellation: true);
                LogExpired(timeout);
                outcome.ThrowIfFailed();
            }
        }

        yield return Await(Ending("body", Body()));
        LogCancelling();
    }

    private IEnumerator<Awaitable> RaiseTheCancelAnew(double outerDelay, double innerDelay)
    {
        using (CoTimeout outer = Timeout(outerDelay))
        {
            using (CoTimeout inner = Timeout(innerDelay))
            {
                yield return Settle(Sleep(10), out Outcome outcome, includeCancellation: true);
                LogExpired(outer, inner);
                outcome.ThrowIfFailed();
            }
        }
    }

    [Twin]
    public IEnumerator<Awaitable> RaisesTheCancelAnewThroughTwo()
    {
        yield return Await(Ending("body", RaiseTheCancelAnew(2, 1)));
        LogCancelling();
    }

    [Twin]
    public IEnumerator<Awaitable> RaisesTheCancelAnewThroughTwoThatExpired()
    {
        yield return Await(Ending("body", RaiseTheCancelAnew(1, 1)));
        LogCancelling();
    }

    [Twin]
    public IEnumerator<Awaitable> RaisesAnotherErrorOnExpiry()
    {
        IEnumerator<Awaitable> Body()
        {
            using (Timeout(1))
            {
                yield return Try(Sleep(10)).Catch<CancelledException>(_ => throw new ArgumentException("instead"));
            }
        }

        yield return Await(Ending("body", Body()));
        LogCancelling();
    }

    [Twin]
    public IEnumerator<Awaitable> RaisesBeforeTheExpiry()
    {
        IEnumerator<Awaitable> Body()
        {
            using (CoTimeout timeout = Timeout(1))
            {
                yield return Try(Fail(new ArgumentException("early"))).Finally(() => LogExpired(timeout));
            }
        }

        yield return Await(Ending("body", Body()));
        yield return Sleep(5);
        Log("after");
    }

    [Twin]
    public IEnumerator<Awaitable> RaisesATimeoutErrorItself()
    {
        IEnumerator<Awaitable> Body()
        {
            using (Timeout(1))
            {
                yield return Await(Fail(new TimeoutException()));
            }
        }

        yield return Await(Ending("body", Body()));
    }

    [Twin]
    public IEnumerator<Awaitable> ReturnsFromTheBlock()
    {
        IEnumerator<Awaitable> Body()
        {
            using (Timeout(1))
            {
                yield return Sleep(0.5);
                yield return Return("early");
            }
        }

        yield return Await(Ending("body", Await<string>(Body())));
        yield return Sleep(5);
        Log("after");
    }

    [Twin]
    public IEnumerator<Awaitable> ReturnsFromTheBlockAfterSwallowing()
    {
        IEnumerator<Awaitable> Body()
        {
            using (Timeout(1))
            {
                yield return Await<int>(Swallow(10)).Into(out Awaitable<int> result);
                yield return Return(result.Result);
            }
        }

        yield return Await(Ending("body", Await<int>(Body())));
        LogCancelling();
    }

    [Twin]
    public IEnumerator<Awaitable> SwallowedInANestedOne()
    {
        IEnumerator<Awaitable> Body()
        {
            using (CoTimeout outer = Timeout(1))
            {
                CoTimeout inner;
                using (inner = Timeout(5))
                {
                    yield return Await(Swallow(10));
                }

                LogExpired(outer, inner);
                yield return Sleep(2);
                Log("slept on");
            }
        }

        yield return Await(Ending("body", Body()));
        LogCancelling();
    }

    private static string Contexts(Exception? error)
    {
        var kinds = new List<string>();
        for (; error is not null; error = error.GetReplacedException())
        {
            kinds.Add(Kind(error));
        }

        return string.Join(" <- ", kinds);
    }

    private static IEnumerator<Awaitable> FailingInTheCleanup()
    {
        try
        {
            yield return Sleep(10);
        }
        finally
        {
            Raise(new ArgumentException("in the clean-up"));
        }
    }

    [Twin]
    public IEnumerator<Awaitable> AnotherErrorKnowsOfTheTimeout()
    {
        IEnumerator<Awaitable> Body()
        {
            using (Timeout(1))
            {
                yield return Await(FailingInTheCleanup());
            }
        }

        yield return Try(Body()).Catch<ArgumentException>(error => Log(Contexts(error)));
    }

    [Twin]
    public IEnumerator<Awaitable> ErrorOfAnErrorHandlerKnowsOfTheTimeout()
    {
        IEnumerator<Awaitable> Handling()
        {
            yield return Try(FailingInTheCleanup()).Catch<ArgumentException>(
                _ => throw new KeyNotFoundException("in the handler"));
        }

        IEnumerator<Awaitable> Body()
        {
            using (Timeout(1))
            {
                yield return Await(Handling());
            }
        }

        yield return Try(Body()).Catch<KeyNotFoundException>(error => Log(Contexts(error)));
    }

    [Twin]
    public IEnumerator<Awaitable> AnotherErrorKnowsOfACancelFromElsewhere()
    {
        IEnumerator<Awaitable> Body()
        {
            using (Timeout(5))
            {
                yield return Await(FailingInTheCleanup());
            }
        }

        IEnumerator<Awaitable> Guarded()
        {
            yield return Try(Body()).Catch<ArgumentException>(error => Log(Contexts(error)));
        }

        CoTask task = CreateTask(Guarded());
        yield return Await(Pause());
        task.Cancel();
        yield return task;
    }
}
