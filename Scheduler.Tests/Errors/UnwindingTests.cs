using static Coroutines.Awaitable;

namespace Coroutines.Tests.Errors;

/// <summary>
/// Timeouts that are disposed while the CLR unwinds a coroutine's own throw: they may replace the exception in flight, and
/// nobody else's.
/// </summary>
public sealed partial class UnwindingTests
{
    private Rig _rig = null!;

    [SetUp]
    public void SetUp() => _rig = new Rig();

    [TearDown]
    public void TearDown()
    {
        Unwinding.InFlight.ShouldBeNull();
        _rig.Dispose();
    }

    // Swallows an expiry, so that the code after it runs while the timeout is expiring.
    private static Awaitable SleepAndSwallow(double seconds) => Settle(Sleep(seconds), out _, includeCancellation: true);

    private static void Cancelled() => throw new CancelledException("thrown by the coroutine itself");

    private static Exception? Caught(Action action)
    {
        try
        {
            action();
            return null;
        }
        catch (Exception exception)
        {
            return exception;
        }
    }

    private static void FailUnderATimeout()
    {
        using (Timeout(5))
        {
            Rig.Throw("under another timeout");
        }
    }

    private Exception? Run(IEnumerator<Awaitable> main) => Caught(() => _rig.Run(main));

    [Test]
    public void OwnCancel_UnderAnExpiredTimeout_BecomesATimeoutException()
    {
        IEnumerator<Awaitable> Main()
        {
            using (Timeout(1))
            {
                yield return SleepAndSwallow(10);
                Cancelled();
            }
        }

        Run(Main()).ShouldBeOfType<TimeoutException>().InnerException!.Message.ShouldBe("thrown by the coroutine itself");
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void OwnCancel_InADeepFrame_BecomesATimeoutException_OfTheFrameThatOpenedIt()
    {
        IEnumerator<Awaitable> Inner()
        {
            using (Timeout(1))
            {
                yield return SleepAndSwallow(10);
                Cancelled();
            }
        }

        IEnumerator<Awaitable> Middle()
        {
            yield return Settle(Inner(), out Outcome outcome, includeCancellation: true);
            _rig.Log(outcome.Exception!.GetType().Name);
            yield return Return(CoTask.Current!.Cancelling);
        }

        IEnumerator<Awaitable> Main()
        {
            yield return Await<int>(Middle()).Into(out Awaitable<int> cancelling);
            _rig.Log($"cancelling {cancelling.Result}");
        }

        Run(Main()).ShouldBeNull();
        _rig.ShouldHaveLogged("TimeoutException", "cancelling 0");
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void OwnCancel_OfATypedFrame_IsATimeoutException_WhereverItIsRead()
    {
        IEnumerator<Awaitable> Answer()
        {
            using (Timeout(1))
            {
                yield return SleepAndSwallow(10);
                Cancelled();
                yield return Return(42);
            }
        }

        IEnumerator<Awaitable> Main()
        {
            Awaitable<int> call = Await<int>(Answer());
            yield return Settle(call, out Outcome<int> outcome);
            outcome.Exception.ShouldBeOfType<TimeoutException>();
            Caught(() => _ = call.Result).ShouldBe(outcome.Exception);
        }

        Run(Main()).ShouldBeNull();
        Caught(() => _rig.Run<int>(Answer())).ShouldBeOfType<TimeoutException>();
    }

    [Test]
    public void OwnError_UnderAnExpiredTimeout_PassesAsItIs()
    {
        IEnumerator<Awaitable> Main()
        {
            using (Timeout(1))
            {
                yield return SleepAndSwallow(10);
                Rig.Throw("own");
            }
        }

        Run(Main()).ShouldBeOfType<IOException>().Message.ShouldBe("own");
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void OwnThrow_RunsUsingBlocksInOrder_AroundTheTimeout()
    {
        IEnumerator<Awaitable> Main()
        {
            using var outer = new Cleanup(() => _rig.Log("outer using"));
            using (Timeout(1))
            {
                using var inner = new Cleanup(() => _rig.Log("inner using"));
                yield return SleepAndSwallow(10);
                Cancelled();
            }
        }

        Run(Main()).ShouldBeOfType<TimeoutException>();
        _rig.ShouldHaveLogged("inner using", "outer using");
    }

    [Test]
    public void CaughtInside_LeavesTheTimeoutAlone()
    {
        IEnumerator<Awaitable> Main()
        {
            using CoTimeout outer = Timeout(5);
            try
            {
                using (Timeout(5))
                {
                    throw new IOException("caught inside");
                }
            }
            catch (IOException error)
            {
                _rig.Log(error.Message);
            }

            yield return SleepAndSwallow(10);
            try
            {
                using (outer)
                {
                    Cancelled();
                }
            }
            catch (CancelledException error)
            {
                // The coroutine deals with it before the frame's runner ever hears of it.
                _rig.Log(error.Message);
            }

            _rig.Log($"cancelling {CoTask.Current!.Cancelling}");
        }

        Run(Main()).ShouldBeNull();
        _rig.ShouldHaveLogged("caught inside", "thrown by the coroutine itself", "cancelling 0");
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void Replacement_ThatComesASecondTime_MakesNoRing()
    {
        var first = new IOException("first");

        IEnumerator<Awaitable> Inner()
        {
            Defer(Throwing(first));
            Defer(Throwing(new ArgumentException("second")));
            yield return Await(Throwing(first));
        }

        IEnumerator<Awaitable> Throwing(Exception error)
        {
            yield return null;
            throw error;
        }

        Exception error = Run(Inner())!;
        error.ShouldBe(first);
        error.GetReplacedException().ShouldBeOfType<ArgumentException>().GetReplacedException().ShouldBeNull();
    }

    [Test]
    public void Expiry_FindsItsCancel_AmongTheErrorsOfAGroup()
    {
        IEnumerator<Awaitable> Child()
        {
            try
            {
                yield return Sleep(10);
            }
            finally
            {
                Rig.Throw("in the clean-up");
            }
        }

        IEnumerator<Awaitable> Main()
        {
            using (Timeout(1))
            {
                var group = new TaskGroup();
                group.CreateTask(Child());
                yield return group;
            }
        }

        Exception error = Run(Main()).ShouldBeOfType<AggregateException>().InnerException!;
        error.Message.ShouldBe("in the clean-up");

        // As in asyncio, which looks into the group: what cancelled the child was the timeout in the end.
        error.GetReplacedException().ShouldBeOfType<TimeoutException>().InnerException.ShouldBeOfType<CancelledException>();
    }
}
