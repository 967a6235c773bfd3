using static Coroutines.Awaitable;

namespace Coroutines.Tests.Conformance.CPython;

/// <summary>test_base_events, BaseEventLoopTests: callbacks, timers, run and stop.</summary>
public sealed class CPythonLoopTests
{
    private Rig _rig = null!;

    [SetUp]
    public void SetUp() => _rig = new Rig();

    [TearDown]
    public void TearDown() => _rig.Dispose();

    // test__run_once_schedule_handle
    [Test]
    public void CallSoon_InATimer_RunsInTheNextIteration()
    {
        _rig.Scheduler.CallAt(-1, () =>
        {
            _rig.Log("timer");
            _rig.Scheduler.CallSoon(() => _rig.Log("callback"));
        });

        _rig.Iterate();
        _rig.ShouldHaveLogged("timer");
        _rig.Iterate();
        _rig.ShouldHaveLogged("timer", "callback");
    }

    // test__run_once: a cancelled timer at the head is not waited for
    [Test]
    public void CancelledTimer_BeforeAllOthers_IsNotWaitedFor()
    {
        TimerHandle first = _rig.Scheduler.CallLater(5, () => _rig.LogTime("never"));
        _rig.Scheduler.CallLater(10, () =>
        {
            _rig.LogTime("second");
            _rig.Scheduler.Stop();
        });
        first.Cancel();
        _rig.Scheduler.RunForever();

        _rig.ShouldHaveLogged("10 second");
    }

    // test_run_until_complete_loop_orphan_future_close_loop
    [Test]
    public void RunUntilComplete_AfterACallbackHasLeftTheLoop_IsNotStoppedByTheEarlierTask()
    {
        IEnumerator<Awaitable> Foo(double seconds)
        {
            yield return Sleep(seconds);
            _rig.LogTime($"slept {seconds}");
        }

        _rig.Scheduler.CallSoon(() => throw new KeyboardInterruptException());
        Should.Throw<KeyboardInterruptException>(() => _rig.Run(Foo(1)));

        _rig.Run(Foo(2));

        _rig.ShouldHaveLogged("1 slept 1", "2 slept 2");
    }

    // test_run_forever_keyboard_interrupt
    [Test]
    public void KeyboardInterrupt_OfTheTaskThatIsRun_IsNotReportedAsUnseen()
    {
        static IEnumerator<Awaitable> Interrupted()
        {
            yield return null;
            throw new KeyboardInterruptException();
        }

        Should.Throw<KeyboardInterruptException>(() => _rig.Run(Interrupted()));
        _rig.Dispose();

        _rig.ShouldHaveReported();
    }

    // test_set_exc_handler_custom: 'source_traceback'
    [TestCase(true)]
    [TestCase(false)]
    public void Report_OfACallback_SaysInDebugModeWhereItWasScheduled(bool debug)
    {
        using var rig = new Rig(debug);
        ScheduleHere(rig);
        rig.Iterate();

        string? stack = rig.Reports.ShouldHaveSingleItem().CreationStack;
        (stack?.Contains(nameof(ScheduleHere))).ShouldBe(debug ? true : null);
    }

    // test_run_once: callback and stop in one iteration
    [Test]
    public void CallSoonOfStop_EndsTheRunAfterTheIterationInWhichItRuns()
    {
        _rig.Scheduler.CallSoon(() => _rig.Log("callback"));
        _rig.Scheduler.CallSoon(_rig.Scheduler.Stop);
        _rig.Scheduler.CallSoon(() => _rig.Scheduler.CallSoon(() => _rig.Log("next run")));
        _rig.Scheduler.RunForever();

        _rig.ShouldHaveLogged("callback");
    }

    private static void ScheduleHere(Rig rig) => rig.Scheduler.CallSoon(() => throw new IOException("boom"));
}
