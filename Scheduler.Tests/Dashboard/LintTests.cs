namespace Coroutines.Tests.LivePages;

/// <summary>Each warning comes where it should, and not where all is right although it looks much the same.</summary>
public sealed class LintTests
{
    private Readings _readings = null!;
    private Lints _lints = null!;

    [SetUp]
    public void SetUp()
    {
        _readings = new Readings();
        _lints = new Lints(new DashboardOptions());
    }

    [TearDown]
    public void TearDown() => _readings.Dispose();

    [Test]
    public void LongStep_IsWarnedOf_OnceForEachCoroutine()
    {
        _readings.Step("crunch 1", 10, 0.5);
        _readings.Step("crunch 2", 11, 0.7);
        _readings.Step("quick 1", 12, 0.099);
        Texts(_readings.At(13, Readings.Task(2))).ShouldBe(
        [
            "NeverYields 2: Crunch (task 'crunch 2') took 0.7 s in one step, and 1 more of its steps too long. Nothing else ran meanwhile: have it yield now and then, or do the work by ToThread.",
        ]);
    }

    [Test]
    public void LongStep_IsForgottenAfterAMinute()
    {
        _readings.Step("crunch", 10, 0.5);
        _readings.Step("other", 69);
        Texts(_readings.At(69)).Count.ShouldBe(1);
        _readings.Step("other", 71);
        Texts(_readings.At(71)).ShouldBeEmpty();
    }

    [Test]
    public void StepUnderWay_IsWarnedOf_WhenItTakesLong()
    {
        static SchedulerSnapshot In(double seconds) => new() { Step = new StepUnderWay(null, true, TimeSpan.FromSeconds(seconds), true, 0) };
        Texts(_readings.At(1, In(0.09))).ShouldBeEmpty();
        Texts(_readings.At(1, In(12))).ShouldBe(["NeverYields 0: A callback has been running for 12 s. Nothing else runs meanwhile: have it yield now and then, or do the work by ToThread."]);
    }

    [Test]
    public void BareYields_WithoutEnd_AreWarnedOf_AfterASecond()
    {
        Yields("spin", from: 1000, to: 1099);
        Texts(_readings.At(10.98)).ShouldBeEmpty();
        Yields("spin", from: 1099, to: 1240);
        Texts(_readings.At(12.4, Readings.Task(1))).ShouldBe(
        [
            "WakesItself 1: Spin (task 'spin') has gone on by bare yields for 2 s, 240 steps, so the loop never waits. Have it await what it looks for: an event, a queue, WaitUntil, a Sleep.",
        ]);
        Texts(_readings.At(13.5)).ShouldBeEmpty("it has stopped");
    }

    [Test]
    public void BareYields_WithPausesInBetween_AreRight()
    {
        // Nothing else runs, so it steps in nearly every iteration there is.
        for (int i = 0; i < 500; i++)
        {
            _readings.Step("slices", 10 + (i / 50) + (i % 50 * 0.01), wait: WaitKind.Yield, iteration: i);
        }

        Texts(_readings.At(19.5)).ShouldBeEmpty();
    }

    [Test]
    public void BareYields_NowAndThen_AmongManyIterations_AreRight()
    {
        for (int i = 0; i < 1000; i++)
        {
            _readings.Step("polite", 10 + (0.01 * i), wait: WaitKind.Yield, iteration: 10 * i);
        }

        Texts(_readings.At(20)).ShouldBeEmpty();
    }

    [Test]
    public void Frames_OfAGame_AreNoBareYields()
    {
        for (int i = 0; i < 1000; i++)
        {
            _readings.Step("sheep", 10 + (0.01 * i), wait: WaitKind.Frame, iteration: i);
        }

        Texts(_readings.At(20)).ShouldBeEmpty();
    }

    [Test]
    public void BareYields_OfManyTasks_AreKnownOfSome()
    {
        for (int i = 0; i < 150; i++)
        {
            for (int task = 0; task < 500; task++)
            {
                _readings.Step($"spin {task}", 10 + (0.01 * i), wait: WaitKind.Yield, iteration: i);
            }
        }

        Texts(_readings.At(11.5)).Count.ShouldBe(8, "no more of a sort than help");
        _readings.TallyAt(11.5).Yields.Length.ShouldBeInRange(9, 64);
    }

    [Test]
    public void Crowd_ThatGrowsForAMinute_AndThatNobodyLeaves_IsWarnedOf()
    {
        for (int look = 0; look < 6; look++)
        {
            Texts(Crowd(10 * look, 10 + look)).ShouldBeEmpty();
        }

        Texts(Crowd(60, 16)).ShouldBe(
        [
            "Leaked 16: Of Work there are 16 tasks that nobody awaits, 6 more than a minute ago, and none has ended. Await them, end them by a group, BindTo or Cancel, or see what they wait for.",
        ]);
        Texts(Crowd(65, 18)).ShouldHaveSingleItem().ShouldContain("18 tasks that nobody awaits, 8 more than a minute ago");
        Texts(Crowd(70, 18)).Count.ShouldBe(1);
        Texts(Crowd(80, 18)).ShouldBeEmpty("it has stopped growing");
    }

    [Test]
    public void Crowd_InWhichSomebodyEnds_IsRight()
    {
        for (int look = 0; look < 12; look++)
        {
            // The oldest has gone each time, and two have come.
            LoopReading reading = _readings.At(10 * look, [.. Enumerable.Range(look, 20 + look).Select(static id => Readings.Task(id))]);
            Texts(reading).ShouldBeEmpty();
        }
    }

    [Test]
    public void Crowd_ThatIsSmall_OrInAGroup_OrAwaited_OrOfPeers_IsRight()
    {
        for (int look = 0; look < 12; look++)
        {
            TaskSnapshot[] tasks =
            [
                .. Enumerable.Range(0, look / 2).Select(static id => Readings.Task(1000 + id, coroutine: "Small")),
                .. Enumerable.Range(0, 20 + look).Select(static id => Readings.Task(2000 + id, WaitKind.InputOutput, coroutine: "Peer")),
                .. Enumerable.Range(0, 20 + look).Select(static id => new TaskSnapshot { Id = 3000 + id, Coroutines = ["Enemy"], Group = 0 }),
                .. Enumerable.Range(0, 20 + look).Select(static id => new TaskSnapshot { Id = 4000 + id, Coroutines = ["Child"], Awaiters = [1] }),
                .. Enumerable.Range(0, 20 + look).Select(static id => new TaskSnapshot { Id = 5000 + id, State = FutureState.Finished, Fault = "no" }),
            ];
            Texts(_readings.At(10 * look, tasks)).ShouldBeEmpty();
        }
    }

    [TestCase(WaitKind.Primitive, true)]
    [TestCase(WaitKind.Future, true)]
    [TestCase(WaitKind.Sleep, false)]
    [TestCase(WaitKind.Task, false)]
    [TestCase(WaitKind.InputOutput, false)]
    [TestCase(WaitKind.Frame, false)]
    [TestCase(WaitKind.Other, false)]
    public void Wait_ThatLastsLong_IsWarnedOf_IfOthersHaveToEndIt(WaitKind kind, bool isWarnedOf)
    {
        Texts(_readings.At(10, Readings.Task(7, kind))).ShouldBeEmpty();
        Texts(_readings.At(39, Readings.Task(7, kind))).ShouldBeEmpty();
        Texts(_readings.At(41, Readings.Task(7, kind))).ShouldBe(isWarnedOf
            ? ["WaitsLong 7: Work (task 'task 7') has been waiting for at least 31 s. If nobody is to bring that about any more, cancel it, or give up after a time, by WaitFor or Timeout."]
            : []);
    }

    [Test]
    public void Wait_ThatWasInterruptedByAStep_IsANewOne()
    {
        Texts(_readings.At(10, Readings.Task(7, WaitKind.Primitive, steps: 1))).ShouldBeEmpty();
        Texts(_readings.At(39, Readings.Task(7, WaitKind.Primitive, steps: 2))).ShouldBeEmpty();
        Texts(_readings.At(41, Readings.Task(7, WaitKind.Primitive, steps: 2))).ShouldBeEmpty();
        Texts(_readings.At(70, Readings.Task(7, WaitKind.Primitive, steps: 2))).Count.ShouldBe(1);
    }

    [Test]
    public void Wait_ForALockThatIsHeld_NamesTheHolder()
    {
        TaskSnapshot waiter = new() { Id = 1, Name = "reader", Coroutines = ["Read"], WaitKind = WaitKind.Primitive, Wait = "waiting for lock 'db'", Holders = [2] };
        Texts(_readings.At(10, waiter, Readings.Task(2))).ShouldBeEmpty();
        Texts(_readings.At(50, waiter, Readings.Task(2))).ShouldBe(
            ["WaitsLong 1: Read (task 'reader') has been waiting for lock 'db' for at least 40 s. It is held by 'task 2': see what that does, or give up after a time, by WaitFor or Timeout."]);
    }

    [Test]
    public void Wait_OfAGather_OrAServer_OrAPausedTask_IsRight()
    {
        TaskSnapshot[] tasks =
        [
            new() { Id = 1, WaitKind = WaitKind.Future, Awaiting = [2] },
            new() { Id = 3, WaitKind = WaitKind.Future, Wait = "awaiting future 'serve forever'" },
            new() { Id = 4, WaitKind = WaitKind.Primitive, IsHeld = true },
        ];
        Texts(_readings.At(10, tasks)).ShouldBeEmpty();
        Texts(_readings.At(100, tasks)).ShouldBeEmpty();
    }

    [Test]
    public void Server_ThatServesForEver_IsCalledAsItIsKnown()
    {
        using var scheduler = new Scheduler();
        scheduler.CreateTask(Serves());
        scheduler.Tick(0.1);
        TaskSnapshot task = scheduler.TakeSnapshot().Tasks[0];
        task.WaitKind.ShouldBe(WaitKind.Future);
        task.Wait.ShouldBe("awaiting future 'serve forever'");

        static IEnumerator<Awaitable> Serves()
        {
            yield return Awaitable.StartServer(static _ => null!, "127.0.0.1", 0).Into(out Awaitable<CoServer> server);
            yield return server.Result.ServeForever();
        }
    }

    [Test]
    public void Limits_AreThoseOfTheOptions()
    {
        var lints = new Lints(new DashboardOptions { StepWarning = 1, WaitWarning = double.PositiveInfinity });
        _readings.Step("crunch", 10, 0.9);
        lints.Find(_readings.At(11, Readings.Task(7, WaitKind.Primitive))).ShouldBeEmpty();
        lints.Find(_readings.At(1e6, Readings.Task(7, WaitKind.Primitive))).ShouldBeEmpty();
    }

    // In hundredths of a second.
    private void Yields(string name, int from, int to)
    {
        for (int i = from; i < to; i++)
        {
            _readings.Step(name, i / 100.0, wait: WaitKind.Yield, iteration: i);
        }
    }

    private LoopReading Crowd(double time, int count) => _readings.At(time, [.. Enumerable.Range(1, count).Select(static id => Readings.Task(id))]);

    private List<string> Texts(LoopReading reading) => _lints.Find(reading).ConvertAll(static lint => $"{lint.Kind} {lint.TaskId}: {lint.Text}");
}
