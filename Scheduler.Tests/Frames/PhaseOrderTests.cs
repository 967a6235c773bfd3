using static Coroutines.Awaitable;

namespace Coroutines.Tests.Frames;

/// <summary>The phases of a frame come in their order, and whoever waits for one goes on when it begins.</summary>
public class PhaseOrderTests
{
    private static readonly FramePhase _input = new("input");
    private static readonly FramePhase _physics = FramePhase.Fixed("physics", 0.125);
    private static readonly FramePhase _late = new("late");

    private readonly FrameRig _rig = new(_input, _physics, FramePhase.Update, _late);

    [TearDown]
    public void TearDown() => _rig.Dispose();

    [Test]
    public void Phases_OfAFrame_ComeInTheirOrder_AtTheirTimes()
    {
        foreach (FramePhase phase in (FramePhase[])[_late, FramePhase.Update, _physics, _input])
        {
            _rig.Start(LogEach(phase));
        }

        _rig.Tick(seconds: 0);
        _rig.ShouldHaveLogged("0 input", "0 update", "0 late");
        _rig.Tick();
        _rig.ShouldHaveLogged("0 input", "0.125 physics", "0.25 physics", "0.25 update", "0.25 late");
    }

    [TestCase("input"), TestCase("update"), TestCase("loading")]
    public void Cancel_ThatIsSurvivedWhileWaitingForAPhase_LeavesNoPlaceBehindThere(string waitedFor)
    {
        FramePhase loading = FramePhase.Background("loading", 0);
        using var rig = new FrameRig(_input, FramePhase.Update, _late, loading);
        CoTask survivor = rig.Start(Survive());
        rig.Start(CancelInTheUpdate());
        rig.Tick(3);
        rig.ShouldHaveLogged("1 survived", "1 late", "2 input", "2 late");

        IEnumerator<Awaitable> Survive()
        {
            yield return NextPhase(_input);
            yield return Settle(Wait(), out _, includeCancellation: true);
            rig.LogFrame("survived");
            yield return NextPhase(_late);
            rig.LogFrame("late");
            yield return NextPhase(_input);
            rig.LogFrame("input");
            yield return NextPhase(_late);
            rig.LogFrame("late");
        }

        IEnumerator<Awaitable> Wait()
        {
            yield return waitedFor switch
            {
                "input" => NextPhase(_input),
                "update" => Yield(),
                _ => NextPhase(loading),
            };
        }

        IEnumerator<Awaitable> CancelInTheUpdate()
        {
            yield return NextPhase(FramePhase.Update);
            survivor.Cancel();
        }
    }

    [TestCase("input", "late", "1 late")]
    [TestCase("input", "update", "1 update")]
    [TestCase("late", "input", "2 input")]
    [TestCase("late", "update", "2 update")]
    [TestCase("update", "update", "2 update")]
    [TestCase("input", "input", "2 input")]
    [TestCase("late", "late", "2 late")]
    [TestCase("update", "late", "1 late")]
    [TestCase("update", "physics", "2 physics")]
    [TestCase("physics", "update", "1 update")]
    public void NextPhase_FromAnotherPhase_IsInTheSameFrameWhereThatIsStillToCome(string from, string to, string expected)
    {
        _rig.Start(Walk());
        _rig.Tick(2);
        _rig.ShouldHaveLogged(expected);

        IEnumerator<Awaitable> Walk()
        {
            yield return NextPhase(Find(from));
            yield return NextPhase(Find(to));
            _rig.LogFrame(_rig.Scheduler.Phase!.Name);
        }
    }

    [TestCase("input", "2 update")]
    [TestCase("physics", "2 update")]
    [TestCase("update", "2 update")]
    [TestCase("late", "2 update")]
    public void BareYield_FromAnyPhase_IsTheUpdateOfTheNextFrame(string from, string expected)
    {
        _rig.Start(Walk());
        _rig.Tick(3);
        _rig.ShouldHaveLogged(expected);

        IEnumerator<Awaitable> Walk()
        {
            yield return NextPhase(Find(from));
            yield return null;
            _rig.LogFrame(_rig.Scheduler.Phase!.Name);
        }
    }

    [Test]
    public void BareYieldsAndWaitsForTheUpdate_OfTheSameFrame_KeepTheirOrderAmongThoseOfEarlierFrames()
    {
        _rig.Start(Walk("a", _late, null));
        _rig.Start(Walk("b", _late, NextPhase(FramePhase.Update)));
        _rig.Start(Walk("c", _late, WaitFrames(1)));
        _rig.Tick();
        _rig.Start(Walk("d", _input, NextPhase(FramePhase.Update)));
        _rig.Start(Walk("e", _input, null));
        _rig.Start(Walk("f", _input, NextPhase(FramePhase.Update)));
        _rig.Tick(2);

        _rig.ShouldHaveLogged("2 a", "2 b", "2 c", "2 d", "2 f", "3 e");

        IEnumerator<Awaitable> Walk(string name, FramePhase phase, Awaitable wait)
        {
            yield return NextPhase(phase);
            yield return wait;
            _rig.LogFrame(name);
        }
    }

    [Test]
    public void Wake_InAPhase_IsServedBeforeTheNextPhase()
    {
        var future = new Future(_rig.Scheduler);
        _rig.Start(Listen());
        _rig.Start(Speak());
        _rig.Tick();
        _rig.ShouldHaveLogged("0 input: speaks", "0 input: hears", "0 input: started", "0.25 late: starter");

        IEnumerator<Awaitable> Listen()
        {
            yield return future;
            _rig.LogTime($"{_rig.Scheduler.Phase!.Name}: hears");
            CreateTask(StartOther());
        }

        IEnumerator<Awaitable> Speak()
        {
            yield return NextPhase(_input);
            _rig.LogTime("input: speaks");
            future.SetResult();
            yield return NextPhase(_late);
            _rig.LogTime("late: starter");
        }

        IEnumerator<Awaitable> StartOther()
        {
            _rig.LogTime($"{_rig.Scheduler.Phase!.Name}: started");
            yield break;
        }
    }

    [Test]
    public void Phase_OutsideOfPhases_IsNull()
    {
        _rig.Scheduler.Phase.ShouldBeNull();
        _rig.Scheduler.CallSoon(() => _rig.Log($"first {_rig.Scheduler.Phase?.Name}"));
        _rig.Scheduler.CallLater(0.1, () => _rig.Log($"timer {_rig.Scheduler.Phase?.Name}"));
        _rig.Tick();
        _rig.Scheduler.Phase.ShouldBeNull();
        _rig.ShouldHaveLogged("first ", "timer ");
    }

    [Test]
    public void Fault_InAPhase_LeavesTheOthersAndTheLaterPhasesAsTheyAre()
    {
        _rig.Start(LogEach(_input));
        CoTask broken = _rig.Start(FailIn(_input));
        _rig.Start(LogEach(_input));
        _rig.Start(LogEach(_late));
        _rig.Tick(2, seconds: 0);
        _rig.ShouldHaveLogged("0 input", "0 input", "0 late", "0 input", "0 input", "0 late");
        broken.Exception!.Message.ShouldBe("lost");

        static IEnumerator<Awaitable> FailIn(FramePhase phase)
        {
            yield return NextPhase(phase);
            throw new IOException("lost");
        }
    }

    [Test]
    public void Cancel_OfAWaitForAPhase_EndsItAtOnce_AndLeavesNothingBehind()
    {
        CoTask task = _rig.Start(WaitGuarded());
        _rig.Tick();
        _rig.Scheduler.CallLater(0.125, () => task.Cancel());
        _rig.Tick();
        _rig.ShouldHaveLogged("0.375 closed");
        _rig.Tick(2);
        _rig.ShouldHaveLogged();
        _rig.ShouldBeAtRest();

        IEnumerator<Awaitable> WaitGuarded()
        {
            try
            {
                yield return NextPhase(_late);
                yield return NextPhase(_late);
            }
            finally
            {
                _rig.LogTime("closed");
            }
        }
    }

    [Test]
    public void Cancel_TakenBack_LeavesAWaitForTheNextFrameAsItIs()
    {
        CoTask task = _rig.Start(LogEach(FramePhase.Update));
        _rig.Tick();
        _rig.ShouldHaveLogged("0.25 update");
        task.Cancel();
        task.Uncancel();
        _rig.Tick(2);
        _rig.ShouldHaveLogged("0.5 update", "0.75 update");
    }

    [Test]
    public void NextPhase_ThatIsNotDeclared_IsAnErrorThatNamesTheCoroutineAndThePhases()
    {
        CoTask task = _rig.Start(WaitForUndeclared(), "walker");
        _rig.Start(LogEach(_late));
        _rig.Tick();

        task.Exception.ShouldBeOfType<InvalidOperationException>().Message.ShouldBe(
            "WaitForUndeclared (task 'walker') waits for a phase that its scheduler does not have. The phase 'paint' is not declared. "
            + "Put it into SchedulerOptions.Phases, which has: input, physics, update, late.");
        _rig.ShouldHaveLogged("0.25 late");

        static IEnumerator<Awaitable> WaitForUndeclared()
        {
            yield return NextPhase(new FramePhase("paint"));
        }
    }

    [Test]
    public void NextPhase_ThatIsNotDeclared_CanBeSettled()
    {
        _rig.Start(WaitForUndeclared());
        _rig.Tick();
        _rig.ShouldHaveLogged("InvalidOperationException");

        IEnumerator<Awaitable> WaitForUndeclared()
        {
            yield return Settle(NextPhase(new FramePhase("paint")), out var outcome);
            _rig.Log(outcome.Exception!.GetType().Name);
        }
    }

    [Test]
    public void NextPhase_OfNull_IsRefused() => Should.Throw<ArgumentNullException>(() => NextPhase(null!));

    [Test]
    public void StatusOf_APhaseThatIsNotDeclared_IsRefused()
    {
        Should.Throw<ArgumentException>(() => _rig.Scheduler.StatusOf(new FramePhase("paint")))
            .Message.ShouldStartWith("The phase 'paint' is not declared.");
        Should.Throw<ArgumentNullException>(() => _rig.Scheduler.StatusOf(null!));
    }

    [Test]
    public void NextPhase_InARun_IsTheNextIteration()
    {
        _rig.Scheduler.RunUntilComplete(Walk());
        _rig.ShouldHaveLogged("other", "walker");

        IEnumerator<Awaitable> Walk()
        {
            CreateTask(LogOther());
            yield return NextPhase(_physics);
            _rig.Log("walker");
        }

        IEnumerator<Awaitable> LogOther()
        {
            _rig.Log("other");
            yield break;
        }
    }

    private static FramePhase Find(string name) => name switch
    {
        "input" => _input,
        "physics" => _physics,
        "late" => _late,
        _ => FramePhase.Update,
    };

    private IEnumerator<Awaitable> LogEach(FramePhase phase)
    {
        while (true)
        {
            yield return NextPhase(phase);
            _rig.LogTime(_rig.Scheduler.Phase!.Name);
        }
    }
}
