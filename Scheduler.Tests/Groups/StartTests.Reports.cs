using static Coroutines.Awaitable;

namespace Coroutines.Tests.Groups;

/// <summary>What reports say of a wait for a start.</summary>
public sealed partial class StartTests
{
    [Test]
    public void Start_ThatNeverComes_IsNamedByTheDeadlock_AndStandsAboveTheChild()
    {
        string tree = string.Empty;
        IEnumerator<Awaitable> Main()
        {
            _rig.Scheduler.CallLater(1, () => tree = _rig.Scheduler.FormatTasks());
            var group = new TaskGroup();
            yield return group.Start(_ => WaitForEver(), name: "server");
        }

        string message = Should.Throw<DeadlockException>(() => RunMain(Main())).Message;

        message.ShouldContain("Main (task 'main'): awaiting the start of task 'server'\n");
        tree.ShouldBe("main (Waiting) Main: awaiting the start of task 'server'\n└── server (Waiting) WaitForEver: awaiting a future\n");
    }

    [Test]
    public void Start_OfAChildThatNeedsItsStarter_IsNamedAsARing()
    {
        IEnumerator<Awaitable> Main()
        {
            CoTask self = CoTask.Current!;
            var group = new TaskGroup();
            yield return group.Start(_ => WaitOn(self), name: "server");
        }

        Should.Throw<DeadlockException>(() => RunMain(Main())).Message.ShouldContain("Ring: task 'main' → task 'server' → task 'main'");
    }

    [Test]
    public void Start_ThatWasCancelled_SaysThatItWaitsForTheEnd()
    {
        IEnumerator<Awaitable> Main()
        {
            var group = new TaskGroup();
            yield return group.Start(_ => Stubborn(), name: "server");
        }

        IEnumerator<Awaitable> Stubborn()
        {
            yield return Settle(WaitForEver(), out _, includeCancellation: true);
            yield return new Future();
        }

        CoTask main = StartMain(Main());
        _rig.Iterate(2);
        main.Cancel();
        _rig.Iterate(2);

        _rig.Scheduler.FormatTasks().ShouldStartWith("main (Waiting) Main: awaiting the end of task 'server', which was cancelled in its start\n");
    }

    private static IEnumerator<Awaitable> WaitForEver()
    {
        yield return new Future();
    }

    private static IEnumerator<Awaitable> WaitOn(Awaitable awaitable)
    {
        yield return awaitable;
    }
}
