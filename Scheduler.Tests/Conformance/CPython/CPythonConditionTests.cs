using static Coroutines.Awaitable;

namespace Coroutines.Tests.Conformance.CPython;

/// <summary>test_locks, ConditionTests.</summary>
public sealed class CPythonConditionTests
{
    private readonly CoCondition _condition = new();
    private readonly List<int> _notified = [];
    private readonly Rig _rig = new();

    [TearDown]
    public void TearDown() => _rig.Dispose();

    // Waits to be notified, and ends with the lock or without it.
    private IEnumerator<Awaitable> Listen(int number, bool keepsTheLock = false)
    {
        yield return _condition.Acquire();
        yield return _condition.Wait();
        _notified.Add(number);
        if (!keepsTheLock)
        {
            _condition.Release();
        }
    }

    // test_wait
    [Test]
    public void Notified_GoOnOneForEachReleaseOfTheLock()
    {
        IEnumerator<Awaitable> Main()
        {
            for (int i = 1; i <= 3; i++)
            {
                CreateTask(Listen(i, keepsTheLock: true));
            }

            yield return null;
            ShouldHaveNotified();
            _condition.IsLocked.ShouldBeFalse();

            yield return _condition.Acquire();
            _condition.Notify();
            yield return null;
            ShouldHaveNotified();

            _condition.Release();
            yield return null;
            ShouldHaveNotified(1);
            _condition.IsLocked.ShouldBeTrue();

            _condition.Notify(2);
            yield return null;
            ShouldHaveNotified(1);

            _condition.Release();
            yield return null;
            ShouldHaveNotified(1, 2);
            _condition.IsLocked.ShouldBeTrue();

            _condition.Release();
            yield return null;
            ShouldHaveNotified(1, 2, 3);
            _condition.IsLocked.ShouldBeTrue();
        }

        _rig.Run(Main());
    }

    // test_notify
    [Test]
    public void Notify_OfMoreThanWait_WakesThemAll()
    {
        IEnumerator<Awaitable> Main()
        {
            for (int i = 1; i <= 3; i++)
            {
                CreateTask(Listen(i));
            }

            yield return null;
            yield return _condition.Acquire();
            _condition.Notify(1);
            _condition.Release();
            yield return null;
            ShouldHaveNotified(1);

            yield return _condition.Acquire();
            _condition.Notify(1);
            _condition.Notify(2048);
            _condition.Release();
            yield return null;
            ShouldHaveNotified(1, 2, 3);
        }

        _rig.Run(Main());
    }

    // test_wait_cancel_contested
    [Test]
    public void Cancel_OfANotifiedWait_WhileTheLockIsReleased_HasTheLockInTheEnd()
    {
        IEnumerator<Awaitable> Wait()
        {
            yield return _condition.Wait();
        }

        IEnumerator<Awaitable> Main()
        {
            yield return _condition.Acquire();
            CoTask waiter = CreateTask(Wait());
            yield return null;
            _condition.IsLocked.ShouldBeFalse();

            yield return _condition.Acquire();
            _condition.Notify();
            Scheduler.Current.CallSoon(() => waiter.Cancel());
            Scheduler.Current.CallSoon(_condition.Release);
            yield return Settle(waiter, out Outcome outcome, includeCancellation: true);
            outcome.IsCancelled.ShouldBeTrue();
            _condition.IsLocked.ShouldBeTrue();
        }

        _rig.Run(Main());
    }

    // test_explicit_lock
    [Test]
    public void Condition_AndTheLockThatItWasGiven_AreHeldTogether()
    {
        var gate = new CoLock();
        var condition = new CoCondition(gate);
        IEnumerator<Awaitable> Main()
        {
            foreach (Func<Awaitable<Releaser>> acquire in new[] { condition.Acquire, gate.Acquire })
            {
                yield return acquire().Into(out var held);
                using (held.Result)
                {
                    gate.IsLocked.ShouldBeTrue();
                    condition.IsLocked.ShouldBeTrue();
                }

                gate.IsLocked.ShouldBeFalse();
                condition.IsLocked.ShouldBeFalse();
            }
        }

        _rig.Run(Main());
    }

    // test_timeout_in_block
    [Test]
    public void Wait_WithATimeout_EndsWithTheLock()
    {
        IEnumerator<Awaitable> Main()
        {
            yield return _condition.Acquire().Into(out var held);
            using (held.Result)
            {
                yield return Settle(WaitFor(_condition.Wait(), 0.5), out Outcome outcome);
                outcome.Exception.ShouldBeOfType<TimeoutException>();
                _condition.IsLocked.ShouldBeTrue();
            }
        }

        _rig.Run(Main());

        _rig.Scheduler.Time.ShouldBe(0.5);
        _condition.IsLocked.ShouldBeFalse();
    }

    // test_cancelled_error_wakeup, test_cancelled_error_re_aquire
    [TestCase(false)]
    [TestCase(true)]
    public void Cancel_OfAWait_ComesOutAsItIs(bool isNotified)
    {
        bool isReady = false;
        Exception? raised = null;
        IEnumerator<Awaitable> WaitUntilReady()
        {
            yield return _condition.Acquire().Into(out var held);
            using (held.Result)
            {
                yield return Settle(_condition.WaitFor(() => isReady), out Outcome outcome, includeCancellation: true);
                raised = outcome.Exception;
                outcome.ThrowIfFailed();
            }
        }

        IEnumerator<Awaitable> Main()
        {
            CoTask waiter = CreateTask(WaitUntilReady());
            yield return null;
            if (isNotified)
            {
                // It waits for the lock when the cancel comes.
                yield return _condition.Acquire();
                isReady = true;
                _condition.Notify();
                yield return null;
                Scheduler.Current.CallSoon(_condition.Release);
            }

            waiter.Cancel("foo");
            yield return Settle(waiter, out Outcome outcome, includeCancellation: true);
            outcome.Exception.ShouldBeOfType<CancelledException>().Message.ShouldBe("foo");
            outcome.Exception.ShouldBeSameAs(raised);
        }

        _rig.Run(Main());
    }

    // test_cancelled_wakeup, test_cancelled_wakeup_relock
    [TestCase(false)]
    [TestCase(true)]
    public void Notification_OfATaskThatIsCancelled_IsNotLost(bool waitsForTheLock)
    {
        int items = 0;
        IEnumerator<Awaitable> Consume()
        {
            yield return _condition.Acquire().Into(out var held);
            using (held.Result)
            {
                while (true)
                {
                    yield return _condition.WaitFor(() => items != 0);
                    if (items < 0)
                    {
                        yield break;
                    }

                    items--;
                }
            }
        }

        IEnumerator<Awaitable> Main()
        {
            CoTask first = CreateTask(Consume());
            CoTask second = CreateTask(Consume());
            yield return null;
            yield return _condition.Acquire().Into(out var held);
            using (held.Result)
            {
                items++;
                _condition.Notify();
                if (waitsForTheLock)
                {
                    yield return null;
                }

                first.Cancel();
                yield return Settle(WaitFor(_condition.WaitFor(() => items == 0), 0.01), out _);
                items.ShouldBe(0);
                items = -1;
                _condition.NotifyAll();
            }

            yield return second;
            first.IsCancelled.ShouldBeTrue();
        }

        _rig.Run(Main());
    }

    private void ShouldHaveNotified(params int[] numbers) => _notified.ShouldBe(numbers);
}
