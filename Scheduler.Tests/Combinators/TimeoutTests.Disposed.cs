using static Coroutines.Awaitable;

namespace Coroutines.Tests.Combinators;

/// <summary>Timeouts that are disposed out of order, by others, or with their scheduler.</summary>
public sealed partial class TimeoutTests
{
    [Test]
    public void Dispose_Twice_EndsItOnce()
    {
        IEnumerator<Awaitable> Main()
        {
            CoTimeout timeout = Timeout(1);
            yield return Settle(Sleep(5), out _, includeCancellation: true);
            CoTask.Current!.Cancel("another");
            timeout.Dispose();
            timeout.Dispose();
            CoTask.Current.Cancelling.ShouldBe(1);
            CoTask.Current.Uncancel();
        }

        _rig.Run(Main());
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void Dispose_OfOneThatHasExpired_LeavesItExpired()
    {
        CoTimeout timeout = null!;

        IEnumerator<Awaitable> Limited()
        {
            using (timeout = Timeout(1))
            {
                yield return Sleep(5);
            }
        }

        IEnumerator<Awaitable> Main()
        {
            yield return Settle(Limited(), out Outcome outcome);
            outcome.Exception.ShouldBeOfType<TimeoutException>();
            timeout.Dispose();
            timeout.IsExpired.ShouldBeTrue();
            timeout.ToString().ShouldEndWith("(Expired)");
        }

        _rig.Run(Main());
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void Dispose_OutOfOrder_EndsThatOneOnly()
    {
        IEnumerator<Awaitable> Main()
        {
            CoTimeout first = Timeout(1);
            CoTimeout second = Timeout(2);
            CoTimeout third = Timeout(3);
            second.Dispose();
            first.Dispose();
            first.IsExpired.ShouldBeFalse();
            yield return Settle(Sleep(10), out Outcome outcome, includeCancellation: true);
            _rig.LogTime($"{outcome}, expired {first.IsExpired} {second.IsExpired} {third.IsExpired}");
            outcome.ThrowIfFailed();
        }

        Should.Throw<TimeoutException>(() => _rig.Run(Main()));
        _rig.ShouldHaveLogged("3 cancelled, expired False False True");
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void Dispose_OfTheOneInTheMiddle_LeavesTheOthersToTheirCoroutine()
    {
        IEnumerator<Awaitable> Inner()
        {
            Timeout(10);
            Timeout(20);
            CoTimeout middle = Timeout(30);
            Timeout(40);
            Timeout(50);
            middle.Dispose();
            _rig.Scheduler.Waits.TimerCount.ShouldBe(4);
            yield return null;
        }

        IEnumerator<Awaitable> Main()
        {
            yield return Await(Inner());
            _rig.Scheduler.Waits.TimerCount.ShouldBe(0);
        }

        _rig.Run(Main());
    }

    [Test]
    public void Dispose_ByAnInnerCoroutine_EndsIt()
    {
        IEnumerator<Awaitable> Inner(CoTimeout outer)
        {
            outer.Dispose();
            yield return Sleep(10);
        }

        IEnumerator<Awaitable> Main()
        {
            using (CoTimeout timeout = Timeout(1))
            {
                yield return Await(Inner(timeout));
                _rig.LogTime($"expired {timeout.IsExpired}");
            }
        }

        _rig.Run(Main());
        _rig.ShouldHaveLogged("10 expired False");
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void Dispose_ByAnotherTaskThatIsBeingLeft_LeavesThatOnesExceptionAlone()
    {
        CoTimeout timeout = null!;

        IEnumerator<Awaitable> Owner()
        {
            timeout = Timeout(1);
            yield return Settle(Sleep(10), out _, includeCancellation: true);
            yield return Sleep(10);
        }

        IEnumerator<Awaitable> Other()
        {
            yield return Sleep(2);
            timeout.IsExpired.ShouldBeTrue();
            using (timeout)
            {
                throw new CancelledException("its own");
            }
        }

        CoTask owner = _rig.Start(Owner());
        CancelledException error = Should.Throw<CancelledException>(() => _rig.Run(Other()));

        error.Message.ShouldBe("its own");
        owner.Cancelling.ShouldBe(0);
        _rig.Scheduler.RunUntilComplete(owner);
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void Dispose_ByACallback_EndsIt()
    {
        IEnumerator<Awaitable> Main()
        {
            CoTimeout timeout = Timeout(2);
            Scheduler.Current.CallLater(1, () => timeout.Dispose());
            yield return Sleep(10);
            _rig.LogTime("slept");
        }

        _rig.Run(Main());
        _rig.ShouldHaveLogged("10 slept");
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void Use_FromAnotherThread_WhileTheSchedulerRuns_IsRefused()
    {
        IEnumerator<Awaitable> Main()
        {
            using CoTimeout timeout = Timeout(2);
            foreach (Action use in (Action[])[() => timeout.Reschedule(1), () => timeout.Dispose()])
            {
                Exception? refusal = null;
                var thread = new Thread(() => refusal = Record(use));
                thread.Start();
                thread.Join();
                refusal.ShouldBeOfType<InvalidOperationException>().Message.ShouldContain("another thread");
            }

            timeout.When.ShouldBe(2);
            yield break;
        }

        _rig.Run(Main());
    }

    private static Exception? Record(Action action)
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

    // What it leaves behind.

    [Test]
    public void Scheduler_DisposedWhileItIsOpen_ClosesTheCoroutine()
    {
        IEnumerator<Awaitable> Main()
        {
            using (Timeout(5))
            {
                using var resource = new Cleanup(() => _rig.Log("closed"));
                yield return Sleep(10);
            }
        }

        CoTask task = _rig.Start(Main());
        _rig.Iterate();
        _rig.Dispose();

        task.IsCancelled.ShouldBeTrue();
        _rig.ShouldHaveLogged("closed");
        _rig.ShouldBeAtRest();
        _rig.ShouldHaveReported();
    }

    [Test]
    public void Scheduler_DisposedWhileACleanupUnderItWaits_LeavesNoTimer()
    {
        IEnumerator<Awaitable> Main()
        {
            using (Timeout(5))
            {
                yield return Try(Sleep(10)).Finally(() => SleepFor(100));
            }
        }

        CoTask task = _rig.Start(Main());
        _rig.Iterate();
        task.Cancel();
        _rig.Iterate();
        _rig.Scheduler.Waits.TimerCount.ShouldBe(2);
        _rig.Dispose();

        task.IsCancelled.ShouldBeTrue();
        _rig.ShouldBeAtRest();
    }
}
