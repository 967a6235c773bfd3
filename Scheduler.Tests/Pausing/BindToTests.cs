using Coroutines.Tests.Frames;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Pausing;

/// <summary>A task ends with its owner, and leaves nothing behind at one that lives longer.</summary>
public class BindToTests
{
    private readonly FrameRig _rig = new();

    [TearDown]
    public void TearDown() => _rig.Dispose();

    [Test]
    public void Lifetime_ThatEnds_CancelsItsTasksInOrder()
    {
        var life = new Lifetime();
        CoTask a = _rig.Start(Guarded("a", Sleep(10))).BindTo(life);
        CoTask<int> b = _rig.Scheduler.CreateTask<int>(Guarded("b", null)).BindTo(life);
        life.Tasks.ShouldBe([a, b]);
        _rig.Tick();
        life.Dispose();
        life.Dispose();
        life.IsEnded.ShouldBeTrue();
        _rig.Tick();
        _rig.ShouldHaveLogged("0.25 a closed", "0.25 b closed");
        FrameRig.CancelOf(a).ShouldBe("The lifetime that it is bound to has ended.");
        life.Tasks.ShouldBeEmpty();
    }

    [Test]
    public void Lifetime_ThatEndsDuringTheFrame_KeepsItsTasksFromTheirStepsOfThatFrame()
    {
        var life = new Lifetime();
        _rig.Start(EachFrame("before")).BindTo(life);
        _rig.Start(Kill());
        _rig.Start(EachFrame("after")).BindTo(life);
        _rig.Start(Guarded("sleeper", Sleep(10))).BindTo(life);
        _rig.Tick(4);
        _rig.ShouldHaveLogged("2 before", "2 after", "3 kills", "0.75 sleeper closed");

        IEnumerator<Awaitable> Kill()
        {
            yield return WaitFrames(2);
            _rig.LogFrame("kills");
            life.Dispose();
        }
    }

    [Test]
    public void Lifetime_AfterAScheduler_ServesTheNext()
    {
        var life = new Lifetime();
        for (int level = 1; level <= 2; level++)
        {
            using var rig = new FrameRig();
            rig.Start(Guarded("first", Sleep(10))).BindTo(life);
            rig.Tick();
            life.Tasks.ShouldHaveSingleItem();
        }

        life.Tasks.ShouldBeEmpty();
        CoTask last = _rig.Start(Guarded("last", Sleep(10))).BindTo(life);
        _rig.Tick();
        life.Dispose();
        _rig.Tick();
        last.IsCancelled.ShouldBeTrue();
    }

    [Test]
    public void OwnerThatIsGoneAlready_KeepsTheTaskFromBeginning([Values("lifetime", "token", "predicate")] string owner)
    {
        var life = new Lifetime();
        life.Dispose();
        CoTask task = _rig.Start(Guarded("a", null));
        switch (owner)
        {
            case "lifetime":
                task.BindTo(life);
                break;
            case "token":
                task.BindTo(new CancellationToken(canceled: true));
                break;
            default:
                task.BindTo(() => false);
                break;
        }

        _rig.Tick();
        task.IsCancelled.ShouldBeTrue();

        // A predicate is asked at the end of the frame, and the first step has been taken by then.
        _rig.ShouldHaveLogged(owner == "predicate" ? ["0.25 a closed"] : []);
        _rig.Tick();
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void OwnerOfATaskThatIsDone_HoldsNothing()
    {
        using var source = new CancellationTokenSource();
        var life = new Lifetime();
        CoTask task = _rig.Start(Guarded("a", null)).BindTo(life).BindTo(source.Token).BindTo(() => true);
        _rig.Tick(2);
        task.IsDone.ShouldBeTrue();
        life.Tasks.ShouldBeEmpty();
        task.BindTo(life).BindTo(source.Token);
        life.Tasks.ShouldBeEmpty();
        _rig.ShouldBeAtRest();
        source.Cancel();
        life.Dispose();
        _rig.Tick();
        task.IsCancelled.ShouldBeFalse();
    }

    [Test]
    public void Tokens_OfManyTasksThatAreDone_KeepNoneAlive()
    {
        using var source = new CancellationTokenSource();
        var life = new Lifetime();
        WeakReference[] tasks = StartMany();
        _rig.Tick(2);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        tasks.Count(task => task.IsAlive).ShouldBeLessThan(3);
        GC.KeepAlive(life);

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        WeakReference[] StartMany() =>
            [.. Enumerable.Range(0, 100).Select(_ => new WeakReference(_rig.Start(EndSoon()).BindTo(source.Token).BindTo(life)))];

        static IEnumerator<Awaitable> EndSoon()
        {
            yield return null;
        }
    }

    [Test]
    public void Token_CancelledInAStep_CountsAtOnce()
    {
        using var source = new CancellationTokenSource();
        _rig.Start(Kill());
        _rig.Start(EachFrame("a")).BindTo(source.Token);
        _rig.Tick(3);
        _rig.ShouldHaveLogged("2 kills");

        IEnumerator<Awaitable> Kill()
        {
            yield return null;
            _rig.LogFrame("kills");
            source.Cancel();
        }
    }

    [Test]
    public void Token_CancelledBetweenTicksOrOnAnotherThread_CountsFromTheNextTickOn([Values] bool onAThread)
    {
        using var source = new CancellationTokenSource();
        CoTask task = _rig.Start(Guarded("a", Sleep(10))).BindTo(source.Token);
        _rig.Tick();
        if (onAThread)
        {
            var thread = new Thread(source.Cancel);
            thread.Start();
            thread.Join();
        }
        else
        {
            source.Cancel();
        }

        task.IsDone.ShouldBeFalse();
        _rig.Tick();
        task.IsCancelled.ShouldBeTrue();
        FrameRig.CancelOf(task).ShouldBe("The CancellationToken that it is bound to was cancelled.");
        _rig.ShouldHaveLogged("0.25 a closed");
    }

    [Test]
    public void Token_CancelledAfterTheSchedulersEnd_DoesNoHarm()
    {
        using var source = new CancellationTokenSource();
        _rig.Start(Guarded("a", Sleep(10))).BindTo(source.Token);
        _rig.Tick();
        _rig.Scheduler.Dispose();
        source.Cancel();
        _rig.ShouldHaveLogged("0.25 a closed");
    }

    [Test]
    public void Predicate_ThatIsNoLongerTrue_EndsTheTaskBeforeItsStepInTheNextFrame()
    {
        bool isAlive = true;
        _rig.Start(EachFrame("a")).BindTo(() => isAlive);
        _rig.Tick(2);
        isAlive = false;
        _rig.Tick(2);
        _rig.ShouldHaveLogged("2 a", "3 a");
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void Predicate_ThatThrows_IsReported_AndEndsTheTask()
    {
        CoTask task = _rig.Start(Guarded("a", Sleep(10)), "walker").BindTo(() => throw new IOException("unreadable"));
        _rig.Tick(3);
        task.IsCancelled.ShouldBeTrue();
        ExceptionContext report = _rig.Reports.Single();
        report.Message.ShouldBe("What tells whether the owner of task 'walker' is alive threw an exception; the task is cancelled");
        report.Exception!.Message.ShouldBe("unreadable");
        report.Task.ShouldBe(task);
    }

    [Test]
    public void SeveralOwners_EndTheTaskWithTheFirstThatGoes()
    {
        using var source = new CancellationTokenSource();
        var life = new Lifetime();
        var other = new Lifetime();
        CoTask task = _rig.Start(Guarded("a", Sleep(10))).BindTo(life).BindTo(source.Token).BindTo(other);
        _rig.Tick();
        other.Dispose();
        life.Dispose();
        _rig.Tick();
        FrameRig.CancelOf(task).ShouldBe("The lifetime that it is bound to has ended.");
        _rig.ShouldHaveLogged("0.25 a closed");
        life.Tasks.ShouldBeEmpty();
    }

    [Test]
    public void Owner_OfATaskInAPausedGroup_EndsItAllTheSame()
    {
        var group = new CoGroup(_rig.Scheduler);
        var life = new Lifetime();
        group.CreateTask(Guarded("held", null)).BindTo(life);
        group.CreateTask(Guarded("sleeper", Sleep(1))).BindTo(() => !life.IsEnded);
        _rig.Tick();
        group.Pause();
        _rig.Tick();
        life.Dispose();
        _rig.Tick();
        _rig.ShouldHaveLogged("0.5 held closed", "0.75 sleeper closed");
    }

    [Test]
    public void Arguments_ThatAreMissing_AreRefused()
    {
        CoTask task = _rig.Start(Guarded("a", null));
        Should.Throw<ArgumentNullException>(() => task.BindTo((Lifetime)null!));
        Should.Throw<ArgumentNullException>(() => task.BindTo((Func<bool>)null!));
        Should.Throw<ArgumentNullException>(() => ((CoTask)null!).BindTo(new Lifetime()));
        Should.Throw<ArgumentNullException>(() => ((CoTask)null!).BindTo(CancellationToken.None));
        Should.Throw<ArgumentNullException>(() => ((CoTask)null!).BindTo(() => true));
        task.BindTo(CancellationToken.None).ShouldBe(task);
    }

    private IEnumerator<Awaitable> EachFrame(string name)
    {
        while (true)
        {
            yield return null;
            _rig.LogFrame(name);
        }
    }

    private IEnumerator<Awaitable> Guarded(string name, Awaitable wait)
    {
        try
        {
            yield return wait;
        }
        finally
        {
            _rig.LogTime($"{name} closed");
        }
    }
}
