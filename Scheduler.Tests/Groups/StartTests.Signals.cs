using static Coroutines.Awaitable;

namespace Coroutines.Tests.Groups;

/// <summary>Starts and signals that are used wrongly, or by others.</summary>
public sealed partial class StartTests
{
    [Test]
    public void Start_YieldedTwice_IsRefused()
    {
        IEnumerator<Awaitable> Main()
        {
            var group = new TaskGroup();
            Awaitable<int> start = group.Start<int>(signal => Serve(signal, seconds: 1));
            yield return start;
            yield return Settle(start, out Outcome<int> again);
            _rig.LogTime(again.Exception!.GetType().Name);
            yield return group;
        }

        RunMain(Main());
        _rig.ShouldHaveLogged("1 server goes on", "1 InvalidOperationException", "2 server done", "2 server closed");
    }

    [Test]
    public void Result_ReadTooEarly_SaysWhatToDo()
    {
        IEnumerator<Awaitable> Main()
        {
            var group = new TaskGroup();
            Awaitable<int> start = group.Start<int>(signal => Serve(signal));
            Should.Throw<InvalidStateException>(() => start.Result).Message.ShouldBe(
                "The child has not reported that it is ready. Yield what Start returned first, then read its Result.");
            yield break;
        }

        RunMain(Main());
        _rig.ShouldBeAtRest();
    }

    // A bad report.

    [Test]
    public void Started_Twice_IsRefused()
    {
        IEnumerator<Awaitable> Child(StartSignal<int> signal)
        {
            signal.Started(1);
            Should.Throw<InvalidOperationException>(() => signal.Started(2)).Message.ShouldBe(
                "task 'child' reports a second time that it is ready. It has to call Started(…) once.");
            yield break;
        }

        IEnumerator<Awaitable> Main()
        {
            var group = new TaskGroup();
            yield return group.Start<int>(Child, name: "child").Into(out Awaitable<int> value);
            value.Result.ShouldBe(1);
        }

        RunMain(Main());
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void Started_ByAnEndedChildsSignal_IsRefused()
    {
        StartSignal<int> kept = null!;

        IEnumerator<Awaitable> Child(StartSignal<int> signal)
        {
            kept = signal;
            yield break;
        }

        IEnumerator<Awaitable> Main()
        {
            var group = new TaskGroup();
            yield return Settle(group.Start<int>(Child, name: "child"), out _);
            Should.Throw<InvalidOperationException>(() => kept.Started(1)).Message.ShouldBe(
                "task 'child' has ended, and can no longer report that it is ready.");
            yield return group;
        }

        RunMain(Main());
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void Started_ByACallback_Counts()
    {
        IEnumerator<Awaitable> Child(StartSignal<int> signal)
        {
            Scheduler.Current.CallLater(1, () => signal.Started(7));
            yield return Sleep(3);
        }

        IEnumerator<Awaitable> Main()
        {
            var group = new TaskGroup();
            yield return group.Start<int>(Child).Into(out Awaitable<int> value);
            _rig.LogTime($"{value.Result}");
            yield return group;
        }

        RunMain(Main());
        _rig.ShouldHaveLogged("1 7");
        _rig.ShouldBeAtRest();
    }
}
