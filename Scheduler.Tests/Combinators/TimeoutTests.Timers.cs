using static Coroutines.Awaitable;

namespace Coroutines.Tests.Combinators;

/// <summary>What timeouts cost, and when they expire in a Tick.</summary>
public sealed partial class TimeoutTests
{
    [Test]
    public void Timeout_RescheduledAgainAndAgain_KeepsNoOldTimers()
    {
        IEnumerator<Awaitable> Main()
        {
            using (CoTimeout timeout = Timeout(1))
            {
                for (int i = 0; i < 10_000; i++)
                {
                    timeout.Reschedule(1 + i);
                }

                yield return Sleep(1);
                timeout.When.ShouldBe(10_000);
                _rig.Scheduler.Waits.TimerCount.ShouldBe(1);
            }
        }

        _rig.Run(Main());
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void Timeout_AroundWhatIsReady_AllocatesNoMoreThanItself()
    {
        const int Count = 1000;
        const long Itself = 120;

        IEnumerator<Awaitable> Main()
        {
            var done = new Future();
            done.SetResult();
            for (int round = 0; ; round++)
            {
                long before = GC.GetAllocatedBytesForCurrentThread();
                for (int i = 0; i < Count; i++)
                {
                    using (Timeout(10))
                    {
                        yield return done;
                    }
                }

                long bytes = GC.GetAllocatedBytesForCurrentThread() - before;
                if (round == 2)
                {
                    bytes.ShouldBeLessThan(Count * Itself);
                    yield break;
                }
            }
        }

        _rig.Run(Main());
        _rig.ShouldBeAtRest();
    }

    // Frames.

    [Test]
    public void Tick_ExpiresAtExactlyTheDeadline_WithinTheFrame()
    {
        IEnumerator<Awaitable> Main()
        {
            using (Timeout(0.5))
            {
                yield return Sleep(2);
            }
        }

        using var scheduler = new Scheduler(new SchedulerOptions());
        double left = 0;

        IEnumerator<Awaitable> Watch()
        {
            yield return Settle(Main(), out Outcome outcome);
            outcome.Exception.ShouldBeOfType<TimeoutException>();
            left = Scheduler.Current.Time;
        }

        CoTask task = scheduler.CreateTask(Watch());
        scheduler.Tick(2);

        task.IsDone.ShouldBeTrue();
        left.ShouldBe(0.5);
        scheduler.Waits.TimerCount.ShouldBe(0);
    }

    [Test]
    public void Tick_ExpiryDoesNotWaitForTheNextFrame_OfACoroutineThatYields()
    {
        IEnumerator<Awaitable> Main()
        {
            using (Timeout(1.5))
            {
                while (true)
                {
                    _rig.LogTime("frame");
                    yield return null;
                }
            }
        }

        CoTask task = _rig.Start(Ending("main", Main()));
        _rig.Scheduler.Tick(1);
        _rig.Scheduler.Tick(0.25);
        _rig.Scheduler.Tick(1);

        task.IsDone.ShouldBeTrue();
        _rig.ShouldHaveLogged("0 frame", "1.25 frame", "1.5 main: TimeoutException");
    }

    private static IEnumerator<Awaitable> SleepFor(double seconds)
    {
        yield return Sleep(seconds);
    }

    // Limits that are up at one moment cancel in one pass, which ends with the last of them, also if that one was moved away just before.
    [Test]
    public void Limit_MovedAtTheMomentOfItsEnd_EndsThePassOfTheOthers()
    {
        _rig.Run(Main());
        _rig.ShouldHaveLogged("5 inner goes on", "7 inner ends");

        IEnumerator<Awaitable> Main()
        {
            CoTimeout? moved = null;
            _rig.Scheduler.CallAt(5, () => moved!.Reschedule(100));
            CoTask inner = CreateTask(Inner());
            CoTask limited = CreateTask(Limited());
            CreateTask(Move());
            yield return Sleep(7);
            limited.Cancel();
            yield return Settle(limited, out _, includeCancellation: true);

            IEnumerator<Awaitable> Limited()
            {
                using (TimeoutAt(5))
                {
                    yield return inner;
                }
            }

            IEnumerator<Awaitable> Move()
            {
                using (moved = TimeoutAt(5))
                {
                    yield return Sleep(50);
                }
            }
        }

        IEnumerator<Awaitable> Inner()
        {
            yield return Settle(Sleep(50), out _, includeCancellation: true);
            _rig.LogTime("inner goes on");
            yield return Settle(Sleep(50), out _, includeCancellation: true);
            _rig.LogTime("inner ends");
        }
    }
}
