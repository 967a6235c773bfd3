namespace Coroutines.Tests.Ready;

public class CallSoonTests
{
    private readonly Scheduler _scheduler = new(new SchedulerOptions { TimeProvider = new VirtualClock() });
    private readonly List<string> _log = [];

    [TearDown]
    public void DisposeScheduler() => _scheduler.Dispose();

    [Test]
    public void CallSoon_OfSeveral_RunsThemInOrderAndTheirCallsInTheNextIteration()
    {
        _scheduler.CallSoon(() =>
        {
            _log.Add("a");
            _scheduler.CallSoon(() => _log.Add("c"));
        });
        _scheduler.CallSoon(() => _log.Add("b"));

        RunOneIteration();
        _log.ShouldBe(["a", "b"]);
        RunOneIteration();
        _log.ShouldBe(["a", "b", "c"]);
    }

    [Test]
    public void CallSoonThreadsafe_AmongOthers_StandsInTheSameFifo()
    {
        _scheduler.CallSoonThreadsafe(() => _log.Add("posted 1"));
        _scheduler.CallSoon(() => _log.Add("soon"));
        _scheduler.CallSoonThreadsafe(() => _log.Add("posted 2"));

        RunOneIteration();

        _log.ShouldBe(["posted 1", "soon", "posted 2"]);
    }

    [Test]
    public void Cancel_InTheReadyQueue_PreventsTheCallback()
    {
        Handle cancelled = _scheduler.CallSoon(() => _log.Add("never"));
        _scheduler.CallSoon(() => _log.Add("b"));
        cancelled.IsCancelled.ShouldBeFalse();

        cancelled.Cancel();
        cancelled.Cancel();

        cancelled.IsCancelled.ShouldBeTrue();
        RunOneIteration();
        _log.ShouldBe(["b"]);
    }

    [Test]
    public void Cancel_FromAnEarlierCallbackOfTheSameBatch_PreventsTheCallback()
    {
        Handle? second = null;
        _scheduler.CallSoon(() => second!.Cancel());
        second = _scheduler.CallSoon(() => _log.Add("never"));
        _scheduler.CallSoon(() => _log.Add("c"));

        RunOneIteration();

        _log.ShouldBe(["c"]);
    }

    [Test]
    public void Cancel_OfACallbackThatHasRunOrRuns_ChangesNothing()
    {
        Handle? own = null;
        own = _scheduler.CallSoon(() =>
        {
            own!.Cancel();
            _log.Add("a");
        });
        Handle early = _scheduler.CallSoon(() => _log.Add("b"));
        _scheduler.CallSoon(() =>
        {
            early.Cancel();
            _log.Add("c");
        });

        RunOneIteration();
        early.Cancel();
        RunOneIteration();

        _log.ShouldBe(["a", "b", "c"]);
    }

    [Test]
    public void Cancel_OfAPostedCallback_PreventsIt()
    {
        Handle handle = _scheduler.CallSoonThreadsafe(() => _log.Add("never"));
        handle.Cancel();

        RunOneIteration();

        _log.ShouldBeEmpty();
    }

    [Test]
    public void Callback_WithAsyncLocalValues_SeesThoseOfItsCreation()
    {
        var local = new AsyncLocal<string>();
        local.Value = "first";
        _scheduler.CallSoon(() => _log.Add(local.Value));
        local.Value = "second";
        ExecutionContext second = ExecutionContext.Capture()!;
        _scheduler.CallSoon(() =>
        {
            _log.Add(local.Value);
            local.Value = "lost";
        });
        local.Value = "third";
        _scheduler.CallSoon(() => _log.Add(local.Value), second);
        _scheduler.CallLater(0, () => _log.Add(local.Value), second);
        _scheduler.CallSoon(() => _log.Add(local.Value));
        _scheduler.CallSoonThreadsafe(() => _log.Add(local.Value), second);

        RunOneIteration();
        RunOneIteration();

        _log.ShouldBe(["first", "second", "second", "third", "second", "second"]);
        local.Value.ShouldBe("third");
    }

    [Test]
    public void Calls_WithWrongArguments_ThrowAtOnce()
    {
        Should.Throw<ArgumentNullException>(() => _scheduler.CallSoon(null!));
        Should.Throw<ArgumentNullException>(() => _scheduler.CallSoonThreadsafe(null!));
        Should.Throw<ArgumentNullException>(() => _scheduler.CallLater(1, null!));
        Should.Throw<ArgumentNullException>(() => _scheduler.CallAt(1, null!));
        Should.Throw<ArgumentOutOfRangeException>(() => _scheduler.CallLater(double.NaN, () => { }));
        Should.Throw<ArgumentOutOfRangeException>(() => _scheduler.CallAt(double.NaN, () => { }));
    }

    [Test]
    public void Calls_AfterDispose_Throw()
    {
        _scheduler.Dispose();

        Should.Throw<ObjectDisposedException>(() => _scheduler.CallSoon(() => { }));
        Should.Throw<ObjectDisposedException>(() => _scheduler.CallSoonThreadsafe(() => { }));
        Should.Throw<ObjectDisposedException>(() => _scheduler.CallLater(1, () => { }));
        Should.Throw<ObjectDisposedException>(() => _scheduler.CallAt(1, () => { }));
        Should.Throw<ObjectDisposedException>(() => _scheduler.Stop());
        Should.Throw<ObjectDisposedException>(() => _scheduler.RunForever());
        Should.Throw<ObjectDisposedException>(() => _scheduler.Tick(0));
        _scheduler.IsDisposed.ShouldBeTrue();
    }

    [Test]
    public void Calls_FromAnotherThreadDuringARun_AreRefusedAllButTheThreadsafeOne()
    {
        var refused = new List<string>();
        _scheduler.CallSoon(() =>
        {
            var other = new Thread(() =>
            {
                refused.Add(Refusal(() => _scheduler.CallSoon(() => { })));
                refused.Add(Refusal(() => _scheduler.CallLater(1, () => { })));
                refused.Add(Refusal(() => _scheduler.CallAt(1, () => { })));
                refused.Add(Refusal(_scheduler.Stop));
                refused.Add(Refusal(_scheduler.RunForever));
                refused.Add(Refusal(() => _scheduler.Tick(1)));
                refused.Add(Refusal(_scheduler.Dispose));
                refused.Add(Refusal(() => _scheduler.CallSoonThreadsafe(() => _log.Add("posted"))));
            });
            other.Start();
            other.Join();
        });

        RunOneIteration();
        RunOneIteration();

        refused.ShouldBe([.. Enumerable.Repeat(nameof(InvalidOperationException), 7), "none"]);
        _log.ShouldBe(["posted"]);
    }

    private void RunOneIteration()
    {
        _scheduler.Stop();
        _scheduler.RunForever();
    }

    private static string Refusal(Action action)
    {
        try
        {
            action();
            return "none";
        }
        catch (InvalidOperationException exception)
        {
            return exception.GetType().Name;
        }
    }
}
