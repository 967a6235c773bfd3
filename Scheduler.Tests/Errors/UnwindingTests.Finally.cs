using static Coroutines.Awaitable;

namespace Coroutines.Tests.Errors;

/// <summary>Exceptions that meet another one in a finally block.</summary>
public sealed partial class UnwindingTests
{
    [Test]
    public void CaughtInAFinally_LeavesTheExceptionInFlightAlone()
    {
        IEnumerator<Awaitable> Main()
        {
            using (Timeout(1))
            {
                try
                {
                    yield return SleepAndSwallow(10);
                    Cancelled();
                }
                finally
                {
                    Caught(FailUnderATimeout).ShouldBeOfType<IOException>();
                }
            }
        }

        Run(Main()).ShouldBeOfType<TimeoutException>();
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void ThrownInAFinally_ReplacesTheException_UnderTheTimeoutToo()
    {
        IEnumerator<Awaitable> Main()
        {
            using (Timeout(1))
            {
                try
                {
                    yield return SleepAndSwallow(10);
                    Rig.Throw("first");
                }
                finally
                {
                    Cancelled();
                }
            }
        }

        Run(Main()).ShouldBeOfType<TimeoutException>().InnerException!.Message.ShouldBe("thrown by the coroutine itself");
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void ThrownByAnOuterUsing_ReplacesTheTimeoutException()
    {
        IEnumerator<Awaitable> Main()
        {
            using var outer = new Cleanup(() => Rig.Throw("in using"));
            using (Timeout(1))
            {
                yield return SleepAndSwallow(10);
                Cancelled();
            }
        }

        Run(Main()).ShouldBeOfType<IOException>().Message.ShouldBe("in using");
    }

    [Test]
    public void TimeoutOpenedInAFinally_LeavesTheExceptionInFlightAlone()
    {
        IEnumerator<Awaitable> Main()
        {
            try
            {
                yield return null;
                Cancelled();
            }
            finally
            {
                using (Timeout(0))
                {
                    _rig.Log("in the finally");
                }
            }
        }

        Run(Main()).ShouldBeOfType<CancelledException>().Message.ShouldBe("thrown by the coroutine itself");
        _rig.ShouldHaveLogged("in the finally");
    }

    [Test]
    public void TimeoutOfTheFirstStep_IsDisposedAsWell()
    {
        IEnumerator<Awaitable> Main()
        {
            using (Timeout(1))
            {
                Rig.Throw("at once");
                yield return null;
            }
        }

        Run(Main()).ShouldBeOfType<IOException>();
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void TimeoutLeftOpen_TurnsAnOwnCancelToo()
    {
        IEnumerator<Awaitable> Main()
        {
            Timeout(1);
            yield return SleepAndSwallow(10);
            Cancelled();
        }

        Run(Main()).ShouldBeOfType<TimeoutException>();
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void EagerTaskInAFinally_ThatFails_LeavesTheExceptionInFlightAlone()
    {
        IEnumerator<Awaitable> Eager()
        {
            using (Timeout(5))
            {
                Rig.Throw("eager");
                yield break;
            }
        }

        IEnumerator<Awaitable> Main()
        {
            using (Timeout(1))
            {
                try
                {
                    yield return SleepAndSwallow(10);
                    Cancelled();
                }
                finally
                {
                    CreateTask(Eager(), eager: true).Exception.ShouldBeOfType<IOException>().Message.ShouldBe("eager");
                }
            }
        }

        Run(Main()).ShouldBeOfType<TimeoutException>().InnerException!.Message.ShouldBe("thrown by the coroutine itself");
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void EagerTaskInAFinally_ThatIsInterrupted_TakesTheExceptionsPlace([Values] bool caughtThere)
    {
        IEnumerator<Awaitable> Eager()
        {
            yield return Await(Interrupt());
        }

        IEnumerator<Awaitable> Interrupt()
        {
            yield return Settle(_rig.Steps("interrupted", 0), out _);
            throw new KeyboardInterruptException("Ctrl-C");
        }

        IEnumerator<Awaitable> Main()
        {
            using (Timeout(1))
            {
                try
                {
                    yield return SleepAndSwallow(10);
                    Cancelled();
                }
                finally
                {
                    Exception? interrupt = null;
                    if (caughtThere)
                    {
                        interrupt = Caught(() => CreateTask(Eager(), eager: true));
                    }
                    else
                    {
                        CreateTask(Eager(), eager: true);
                    }

                    interrupt.ShouldBeOfType<KeyboardInterruptException>();
                }
            }
        }

        Exception? error = Run(Main());
        if (caughtThere)
        {
            error.ShouldBeOfType<TimeoutException>();
        }
        else
        {
            error.ShouldBeOfType<KeyboardInterruptException>().Message.ShouldBe("Ctrl-C");
        }

        _rig.ShouldHaveLogged("interrupted end");
        _rig.Iterate();
        _rig.ShouldBeAtRest();
    }
}
