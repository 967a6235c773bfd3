using static Coroutines.Awaitable;

namespace Coroutines.Tests.Tasks;

/// <summary>Eager tasks, in what Python has no counterpart for; the rest is compared with it in <c>eager.py</c>.</summary>
public sealed class EagerTaskTests
{
    private Rig _rig = null!;

    [SetUp]
    public void SetUp() => _rig = new Rig();

    [TearDown]
    public void TearDown() => _rig.Dispose();

    private static IEnumerator<Awaitable> Answer(int result)
    {
        yield return Return(result);
    }

    private static IEnumerator<Awaitable> Do(Action action)
    {
        action();
        yield break;
    }

    [Test]
    public void Typed_ThatDoesNotSuspend_HasItsResultAtOnce() => _rig.Run(Do(() =>
    {
        CoTask<int> task = CreateTask<int>(Answer(42), eager: true);
        task.IsDone.ShouldBeTrue();
        task.Result.ShouldBe(42);
        Scheduler.Current.CreateTask<int>(Answer(43), eager: true).Result.ShouldBe(43);
    }));

    [Test]
    public void Typed_ThatReturnsNothing_FailsAtOnce() => _rig.Run(Do(() =>
        CreateTask<int>(_rig.Steps("a", 0), eager: true).Exception.ShouldBeOfType<InvalidOperationException>()
            .Message.ShouldContain("was to return Int32")));

    [Test]
    public void OfNull_IsRefused_AtTheCall() => _rig.Run(Do(() =>
        Should.Throw<ArgumentNullException>(() => CreateTask(null!, eager: true)).ParamName.ShouldBe("coroutine")));

    [Test]
    public void OfAUsedCoroutine_FailsAtOnce()
    {
        IEnumerator<Awaitable> used = _rig.Steps("used", 1);
        _rig.Run(used);

        _rig.Run(Do(() => CreateTask(used, eager: true).Exception.ShouldBeOfType<InvalidOperationException>()
            .Message.ShouldContain("Steps was started before")));
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void OfTheCoroutineThatRuns_FailsAtOnce_AndLeavesItAlone()
    {
        IEnumerator<Awaitable> self = null!;

        IEnumerator<Awaitable> Main()
        {
            yield return null;
            CreateTask(self, eager: true).Exception.ShouldBeOfType<InvalidOperationException>();
            _rig.Log("goes on");
        }

        self = Main();
        _rig.Run(self);
        _rig.ShouldHaveLogged("goes on");
    }

    [Test]
    public void Frames_AwaitedByAnEagerTask_RunAtOnceAsWell()
    {
        IEnumerator<Awaitable> Level(int n)
        {
            _rig.Log($"down {n}");
            if (n < 3)
            {
                yield return Await(Level(n + 1));
            }

            yield return Settle(Answer(1), out _);
            _rig.Log($"up {n}");
        }

        _rig.Run(Do(() => CreateTask(Level(0), eager: true).IsDone.ShouldBeTrue()));
        _rig.ShouldHaveLogged("down 0", "down 1", "down 2", "down 3", "up 3", "up 2", "up 1", "up 0");
    }

    [Test]
    public void Defer_AndScopes_BelongToTheEagerTask()
    {
        IEnumerator<Awaitable> Eager()
        {
            Defer(_rig.Steps("deferred", 0));
            Timeout(5);
            _rig.Log("eager");
            yield break;
        }

        IEnumerator<Awaitable> Main()
        {
            CreateTask(Eager(), eager: true).IsDone.ShouldBeTrue();
            _rig.Scheduler.Waits.TimerCount.ShouldBe(0);
            _rig.Log("main");
            yield break;
        }

        _rig.Run(Main());
        _rig.ShouldHaveLogged("eager", "deferred end", "main");
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void MadeInAFinallyBlock_WhileItsMakerIsCancelled_Runs()
    {
        IEnumerator<Awaitable> Main()
        {
            try
            {
                yield return Sleep(10);
            }
            finally
            {
                CreateTask(_rig.Steps("eager", 1), eager: true);
                _rig.Log("finally");
            }
        }

        CoTask task = _rig.Start(Main());
        _rig.Iterate();
        task.Cancel();
        _rig.Iterate(2);

        task.IsCancelled.ShouldBeTrue();
        _rig.ShouldHaveLogged("eager1", "finally", "eager end");
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void MadeByADoneCallback_Runs()
    {
        CoTask first = _rig.Start(_rig.Steps("first", 0));
        first.AddDoneCallback(_ =>
        {
            CreateTask(_rig.Steps("eager", 1), eager: true);
            CoTask.Current.ShouldBeNull();
            _rig.Log("callback");
        });
        _rig.Iterate(3);

        _rig.ShouldHaveLogged("first end", "eager1", "callback", "eager end");
        _rig.ShouldHaveReported();
    }

    [Test]
    public void ManyNested_RunInsideEachOther()
    {
        int deepest = 0;

        IEnumerator<Awaitable> Level(int n)
        {
            deepest = n;
            if (n < 200)
            {
                yield return CreateTask(Level(n + 1), eager: true);
            }
        }

        _rig.Run(Do(() => CreateTask(Level(0), eager: true).IsDone.ShouldBeTrue()));
        deepest.ShouldBe(200);
    }

    [Test]
    public void Tick_TheFirstStepRunsInTheFrameThatMadeIt()
    {
        IEnumerator<Awaitable> Main()
        {
            CreateTask(_rig.Steps("eager", 2), eager: true);
            CreateTask(_rig.Steps("plain", 2));
            _rig.Log("main");
            yield break;
        }

        _rig.Start(Main());
        for (int frame = 1; frame <= 3; frame++)
        {
            _rig.Log($"frame {frame}");
            _rig.Scheduler.Tick(1);
        }

        _rig.ShouldHaveLogged(
            "frame 1", "eager1", "main", "plain1", "frame 2", "eager2", "plain2", "frame 3", "eager end", "plain end");
    }

    [Test]
    public void OnADisposedScheduler_IsRefused()
    {
        _rig.Dispose();
        Should.Throw<ObjectDisposedException>(() => _rig.Scheduler.CreateTask(_rig.Steps("a", 0), eager: true));
        _rig.ShouldHaveLogged();
    }

    [Test]
    public void WhileTheSchedulerIsDisposed_StillRunsAtOnce()
    {
        IEnumerator<Awaitable> Main()
        {
            try
            {
                yield return Sleep(10);
            }
            finally
            {
                CoTask task = CreateTask(_rig.Steps("eager", 0), eager: true);
                _rig.Log($"done {task.IsDone}");
            }
        }

        _rig.Start(Main());
        _rig.Iterate();
        _rig.Dispose();
        _rig.ShouldHaveLogged("eager end", "done True");
    }

    [Test]
    public void Failure_NamesTheEagerTaskAlone()
    {
        IEnumerator<Awaitable> Inner()
        {
            Rig.Throw("lost");
            yield break;
        }

        IEnumerator<Awaitable> Eager()
        {
            yield return Await(Inner());
        }

        _rig.Run(Do(() => CreateTask(Eager(), name: "eager", eager: true).Exception!.GetLogicalStack()!.ToString()
            .ShouldBe("task 'eager': Eager > Inner")));
    }

    [Test]
    public void Failure_ThatNobodySees_IsReportedOnce()
    {
        IEnumerator<Awaitable> Failing()
        {
            Rig.Throw("lost");
            yield break;
        }

        _rig.Run(Do(() => CreateTask(Failing(), eager: true)));
        _rig.Dispose();
        _rig.Reports.Count.ShouldBe(1);
        _rig.Reports[0].Exception!.Message.ShouldBe("lost");
    }

    [Test]
    public void Debug_NotesWhereItWasMade()
    {
        using var rig = new Rig(debug: true);
        CoTask task = null!;
        rig.Run(Do(() => task = CreateTask(rig.Steps("a", 0), eager: true)));
        task.CreationStack.ShouldNotBeNull().ShouldContain(nameof(Debug_NotesWhereItWasMade));
    }
}
