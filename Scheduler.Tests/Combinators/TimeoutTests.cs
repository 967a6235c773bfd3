using static Coroutines.Awaitable;

namespace Coroutines.Tests.Combinators;

/// <summary>Blocks with a deadline, in what Python has no counterpart for; the rest is compared with it in <c>timeouts.py</c>.</summary>
public sealed partial class TimeoutTests
{
    private Rig _rig = null!;

    [SetUp]
    public void SetUp() => _rig = new Rig();

    [TearDown]
    public void TearDown() => _rig.Dispose();

    private IEnumerator<Awaitable> Ending(string name, IEnumerator<Awaitable> body)
    {
        yield return Settle(body, out Outcome outcome, includeCancellation: true);
        _rig.LogTime($"{name}: {(outcome.IsSuccess ? "success" : outcome.Exception!.GetType().Name)}");
    }

    // Arguments.

    [Test]
    public void Timeout_OutsideOfACoroutine_IsRefused()
    {
        const string Message = "A timeout belongs to a coroutine, and none is running here.";
        Should.Throw<InvalidOperationException>(() => Timeout(1)).Message.ShouldBe(Message);
        Should.Throw<InvalidOperationException>(() => TimeoutAt(1)).Message.ShouldBe(Message);

        _rig.Scheduler.CallSoon(() => Should.Throw<InvalidOperationException>(() => Timeout(1)).Message.ShouldBe(Message));
        _rig.Iterate();
        _rig.ShouldHaveReported();
    }

    [Test]
    public void Timeout_OfNaN_IsRefused()
    {
        IEnumerator<Awaitable> Main()
        {
            Should.Throw<ArgumentOutOfRangeException>(() => Timeout(double.NaN));
            Should.Throw<ArgumentOutOfRangeException>(() => TimeoutAt(double.NaN)).ParamName.ShouldBe("when");
            using (CoTimeout timeout = Timeout(1))
            {
                Should.Throw<ArgumentOutOfRangeException>(() => timeout.Reschedule(double.NaN)).ParamName.ShouldBe("when");
                timeout.When.ShouldBe(1);
            }

            yield break;
        }

        _rig.Run(Main());
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void Timeout_TakesSecondsAndTimeSpans()
    {
        IEnumerator<Awaitable> Main()
        {
            yield return Sleep(1);
            using CoTimeout whole = Timeout(2);
            using CoTimeout fraction = Timeout(0.5);
            using CoTimeout span = Timeout(TimeSpan.FromSeconds(3));
            using CoTimeout negative = Timeout(-1);
            using CoTimeout negativeSpan = Timeout(TimeSpan.FromSeconds(-1));
            using CoTimeout never = Timeout(null);
            using CoTimeout at = TimeoutAt(-5);
            double?[] deadlines =
                [whole.When, fraction.When, span.When, negative.When, negativeSpan.When, never.When, at.When];
            deadlines.ShouldBe([3, 1.5, 4, 1, 1, null, -5]);
        }

        _rig.Run(Main());
        _rig.Iterate(2);
        _rig.ShouldBeAtRest();
    }

    // Messages.

    [Test]
    public void Expiry_NamesTheDeadlineAndTheCoroutine()
    {
        IEnumerator<Awaitable> Fetch()
        {
            using (Timeout(1.5))
            {
                yield return Sleep(10);
            }
        }

        IEnumerator<Awaitable> Main()
        {
            yield return Await(Fetch());
        }

        TimeoutException error = Should.Throw<TimeoutException>(() => _rig.Scheduler.RunUntilComplete(_rig.Start(Main(), "main")));

        error.Message.ShouldBe("The timeout at 1.5 s of Main > Fetch (task 'main') has expired.");
        error.InnerException.ShouldBeOfType<CancelledException>();
        error.GetReplacedException().ShouldBe(error.InnerException);
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void Reschedule_AfterTheExpiry_IsRefused_AndSaysWhatToDo()
    {
        IEnumerator<Awaitable> Main()
        {
            using CoTimeout timeout = Timeout(1);
            yield return Settle(Sleep(5), out _, includeCancellation: true);
            Should.Throw<InvalidOperationException>(() => timeout.Reschedule(9)).Message.ShouldBe(
                "The timeout at 1 s of Main (task 'main') has expired, and cannot be rescheduled. Open a new one with Timeout(…).");
            timeout.Dispose();
            Should.Throw<InvalidOperationException>(() => timeout.Reschedule(9)).Message.ShouldContain("has expired");
        }

        _rig.Scheduler.RunUntilComplete(_rig.Start(Main(), "main"));
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void Reschedule_AfterTheEndOfTheBlock_IsRefused()
    {
        CoTimeout kept = null!;

        IEnumerator<Awaitable> Inner()
        {
            using (kept = Timeout(null))
            {
                yield return null;
            }
        }

        IEnumerator<Awaitable> Main()
        {
            yield return Await(Inner());
            Should.Throw<InvalidOperationException>(() => kept.Reschedule(9)).Message.ShouldBe(
                "The timeout of Main (task 'main') is closed: its block has ended, and cannot be rescheduled. Open a new one with Timeout(…).");
        }

        _rig.Scheduler.RunUntilComplete(_rig.Start(Main(), "main"));
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void ToString_TellsTheDeadlineAndTheState()
    {
        IEnumerator<Awaitable> Main()
        {
            CoTimeout timeout = Timeout(1);
            timeout.ToString().ShouldBe("timeout at 1 s of Main (task 'main') (Open)");
            yield return Settle(Sleep(5), out _, includeCancellation: true);
            timeout.ToString().ShouldBe("timeout at 1 s of Main (task 'main') (Expiring)");
            timeout.Dispose();
            timeout.ToString().ShouldBe("timeout at 1 s of Main (task 'main') (Expired)");
        }

        _rig.Scheduler.RunUntilComplete(_rig.Start(Main(), "main"));
    }
}
