using static Coroutines.Awaitable;

namespace Coroutines.Tests.Groups;

/// <summary>Starts that are given up.</summary>
public sealed partial class StartTests
{
    [Test]
    public void Cancel_OfTheOneThatWaits_CancelsTheChild_AndWaitsForIt()
    {
        IEnumerator<Awaitable> Main()
        {
            var group = new TaskGroup();
            yield return group.Start<int>(_ => CleaningUp(2));
        }

        CoTask main = StartMain(Main());
        _rig.Scheduler.CallLater(1, () => main.Cancel("outside"));

        Should.Throw<CancelledException>(() => _rig.Scheduler.RunUntilComplete(main)).Message.ShouldBe("outside");
        _rig.ShouldHaveLogged("3 cleaned up");
        _rig.Scheduler.Time.ShouldBe(3);
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void Cancel_Twice_CutsTheCleanupShort()
    {
        IEnumerator<Awaitable> Main()
        {
            var group = new TaskGroup();
            yield return group.Start<int>(_ => CleaningUp(10));
        }

        CoTask main = StartMain(Main());
        _rig.Scheduler.CallLater(1, () => main.Cancel("outside"));
        _rig.Scheduler.CallLater(2, () => main.Cancel("again"));

        Should.Throw<CancelledException>(() => _rig.Scheduler.RunUntilComplete(main)).Message.ShouldBe("outside");
        _rig.Scheduler.Time.ShouldBe(2);
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void Cancel_AndTheChildFailsInItsCleanup_RaisesThatError()
    {
        IEnumerator<Awaitable> Child(StartSignal<int> signal)
        {
            yield return Try(Sleep(10)).Finally(() => Failing(1, "in the clean-up"));
        }

        IEnumerator<Awaitable> Main()
        {
            var group = new TaskGroup();
            yield return Settle(group.Start<int>(Child), out Outcome<int> outcome, includeCancellation: true);
            _rig.LogTime($"{outcome}");
            outcome.Exception!.GetReplacedException().ShouldBeOfType<CancelledException>();
        }

        CoTask main = StartMain(Main());
        _rig.Scheduler.CallLater(1, () => main.Cancel("outside"));
        _rig.Scheduler.RunUntilComplete(main);
        _rig.ShouldHaveLogged("2 IOException: in the clean-up");
        _rig.ShouldHaveReported();
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void Cancel_AndTheChildReportsNevertheless_LeavesItToTheGroup()
    {
        IEnumerator<Awaitable> Stubborn(StartSignal<int> signal)
        {
            yield return Settle(Sleep(10), out _, includeCancellation: true);
            yield return Sleep(1);
            signal.Started(7);
            using var resource = new Cleanup(() => _rig.LogTime("child closed"));
            yield return Sleep(10);
        }

        IEnumerator<Awaitable> Main()
        {
            var group = new TaskGroup();
            yield return group.Start<int>(Stubborn);
        }

        CoTask main = StartMain(Main());
        _rig.Scheduler.CallLater(1, () => main.Cancel("outside"));

        Should.Throw<CancelledException>(() => _rig.Scheduler.RunUntilComplete(main)).Message.ShouldBe("outside");
        _rig.ShouldHaveLogged("2 child closed");
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void Cancel_InTheIterationOfTheReport_LeavesTheChildToTheGroup()
    {
        CoTask main = null!;

        IEnumerator<Awaitable> Child(StartSignal<int> signal)
        {
            yield return Sleep(1);
            signal.Started(7);
            main.Cancel("outside");
            using var resource = new Cleanup(() => _rig.LogTime("child closed"));
            yield return Sleep(10);
        }

        IEnumerator<Awaitable> Main()
        {
            var group = new TaskGroup();
            yield return group.Start<int>(Child);
        }

        main = StartMain(Main());
        Should.Throw<CancelledException>(() => _rig.Scheduler.RunUntilComplete(main));
        _rig.ShouldHaveLogged("1 child closed");
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void Cancel_InTheIterationOfTheEndWithoutAReport_Passes()
    {
        CoTask main = null!;

        IEnumerator<Awaitable> Child(StartSignal<int> signal)
        {
            yield return Sleep(1);
            Scheduler.Current.CallSoon(() => main.Cancel("outside"));
        }

        IEnumerator<Awaitable> Main()
        {
            Scheduler.Current.CallSoon(() => { });
            var group = new TaskGroup();
            yield return group.Start<int>(Child);
        }

        main = StartMain(Main());
        Should.Throw<CancelledException>(() => _rig.Scheduler.RunUntilComplete(main)).Message.ShouldBe("outside");
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void WaitFor_AStart_GivesItUp()
    {
        IEnumerator<Awaitable> Main()
        {
            var group = new TaskGroup();
            yield return Settle(WaitFor(group.Start<int>(signal => Serve(signal, startup: 5)), 1), out Outcome<int> outcome);
            _rig.LogTime(outcome.Exception!.GetType().Name);
            yield return group;
            _rig.LogTime("group done");
        }

        RunMain(Main());
        _rig.ShouldHaveLogged("1 server closed", "1 TimeoutException", "1 group done");
        _rig.ShouldBeAtRest();
    }

    // The group meanwhile.

    [Test]
    public void Failure_OfASibling_CancelsTheStart()
    {
        IEnumerator<Awaitable> Main()
        {
            var group = new TaskGroup();
            group.CreateTask(Failing(1, "sibling"));
            yield return group.Start<int>(signal => Serve(signal, startup: 5));
        }

        AggregateException error = Should.Throw<AggregateException>(() => RunMain(Main()));
        error.InnerExceptions.Select(inner => inner.Message).ShouldBe(["sibling"]);
        _rig.ShouldHaveLogged("1 server closed");
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void Cancel_OfTheGroup_LetsTheStartEnd_AndCancelsTheChildThen()
    {
        IEnumerator<Awaitable> Main()
        {
            var group = new TaskGroup();
            Scheduler.Current.CallLater(0.5, () => group.Cancel());
            yield return group.Start<int>(signal => Serve(signal)).Into(out Awaitable<int> port);
            _rig.LogTime($"port {port.Result}");
            yield return group;
            _rig.LogTime("group done");
        }

        RunMain(Main());
        _rig.ShouldHaveLogged("1 server goes on", "1 port 8080", "1 server closed", "1 group done");
        _rig.ShouldBeAtRest();
    }
}
