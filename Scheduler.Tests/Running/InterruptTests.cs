using static Coroutines.Awaitable;

namespace Coroutines.Tests.Running;

/// <summary>Ctrl-C (rule 39) and the <see cref="CancellationToken"/> of <c>Run</c>.</summary>
public sealed class InterruptTests
{
    private readonly List<string> _log = [];
    private readonly List<ExceptionContext> _reports = [];

    [SetUp]
    public void SetUp()
    {
        _log.Clear();
        _reports.Clear();
    }

    private SchedulerOptions Options() => new() { TimeProvider = new VirtualClock(), ExceptionHandler = _reports.Add };

    // Ctrl-C arrives on a thread of the system's; Interrupt is what it calls.
    private static void PressCtrlC(CoTask main) => MainRun.Interrupt(main);

    [Test]
    public void FirstCtrlC_CancelsMain_AndRunThrowsKeyboardInterrupt()
    {
        IEnumerator<Awaitable> Main()
        {
            using var resource = new Cleanup(() => _log.Add("main closed"));
            CoTask main = CoTask.Current!;
            Scheduler.Current.CallLater(1, () => PressCtrlC(main));
            CreateTask(Other());
            yield return Sleep(10);
        }

        IEnumerator<Awaitable> Other()
        {
            using var resource = new Cleanup(() => _log.Add("other closed"));
            yield return Sleep(10);
        }

        KeyboardInterruptException error = Should.Throw<KeyboardInterruptException>(() => Scheduler.Run(Main(), Options()));
        error.InnerException.ShouldBeOfType<CancelledException>().Message.ShouldBe("Interrupted by Ctrl-C.");
        _log.ShouldBe(["main closed", "other closed"]);
        _reports.ShouldBeEmpty();
    }

    [Test]
    public void FirstCtrlC_SwallowedByMain_LetsRunReturn()
    {
        IEnumerator<Awaitable> Main()
        {
            CoTask main = CoTask.Current!;
            Scheduler.Current.CallLater(1, () => PressCtrlC(main));
            yield return Settle(Sleep(10), out Outcome outcome, includeCancellation: true);
            yield return Sleep(1);
            yield return Return($"{outcome}");
        }

        Scheduler.Run<string>(Main(), Options()).ShouldBe("cancelled");
    }

    [Test]
    public void SecondCtrlC_LeavesTheLoopAtOnce_AndStillClosesMain()
    {
        IEnumerator<Awaitable> Main()
        {
            using var resource = new Cleanup(() => _log.Add("main closed"));
            CoTask main = CoTask.Current!;
            Scheduler.Current.CallLater(1, () => PressCtrlC(main));
            Scheduler.Current.CallLater(2, () => PressCtrlC(main));
            yield return Settle(Sleep(10), out _, includeCancellation: true);
            yield return Sleep(100);
            _log.Add("never");
        }

        Should.Throw<KeyboardInterruptException>(() => Scheduler.Run(Main(), Options()));
        _log.ShouldBe(["main closed"]);
    }

    [Test]
    public void KeyboardInterrupt_RaisedByATask_EndsTheRun_AndTheOthersAreClosed()
    {
        static IEnumerator<Awaitable> Raising()
        {
            yield return null;
            throw new KeyboardInterruptException("raised");
        }

        IEnumerator<Awaitable> Main()
        {
            using var resource = new Cleanup(() => _log.Add("main closed"));
            CreateTask(Raising());
            yield return Settle(Sleep(10), out _);
        }

        Should.Throw<KeyboardInterruptException>(() => Scheduler.Run(Main(), Options())).Message.ShouldBe("raised");
        _log.ShouldBe(["main closed"]);
        _reports.ShouldBeEmpty();
    }

    [Test]
    public void KeyboardInterrupt_IsCaughtNeitherBySettleNorByCatchException()
    {
        IEnumerator<Awaitable> Raising()
        {
            yield return null;
            throw new KeyboardInterruptException("raised");
        }

        IEnumerator<Awaitable> Main()
        {
            yield return Settle(Try(Raising()).Catch<Exception>(_ => _log.Add("no")), out _, includeCancellation: true);
            _log.Add("never");
        }

        Should.Throw<KeyboardInterruptException>(() => Scheduler.Run(Main(), Options())).Message.ShouldBe("raised");
        _log.ShouldBeEmpty();
    }

    [Test]
    public void Scheduler_LeftByAKeyboardInterrupt_CanRunAgain()
    {
        using var rig = new Rig();
        rig.Scheduler.CallSoon(() => throw new KeyboardInterruptException());
        rig.Start(rig.Steps("a", 1));
        Should.Throw<KeyboardInterruptException>(rig.Scheduler.RunForever);
        rig.ShouldHaveLogged();
        rig.Scheduler.IsRunning.ShouldBeFalse();
        rig.Iterate(2);

        rig.ShouldHaveLogged("a1", "a end");
    }

    [Test]
    public void Token_CancelsMain_AndRunThrowsWithTheToken()
    {
        using var source = new CancellationTokenSource();
        IEnumerator<Awaitable> Main()
        {
            using var resource = new Cleanup(() => _log.Add("main closed"));
            Scheduler.Current.CallLater(1, source.Cancel);
            yield return Sleep(10);
        }

        CancelledException error = Should.Throw<CancelledException>(() => Scheduler.Run(Main(), Options(), source.Token));
        error.CancellationToken.ShouldBe(source.Token);
        error.Message.ShouldBe("The CancellationToken of Run was cancelled.");
        _log.ShouldBe(["main closed"]);
    }

    [Test]
    public void Token_CancelledBeforeTheRun_NeverStartsMain()
    {
        IEnumerator<Awaitable> Main()
        {
            _log.Add("main");
            yield break;
        }

        var token = new CancellationToken(canceled: true);

        Should.Throw<CancelledException>(() => Scheduler.Run(Main(), Options(), token)).CancellationToken.ShouldBe(token);
        _log.ShouldBeEmpty();
    }

    [Test]
    public void Token_CancelledByAnotherThread_EndsAWaitUnderTheRealClock()
    {
        using var source = new CancellationTokenSource();
        IEnumerator<Awaitable> Main()
        {
            Scheduler.Current.CallSoon(new Thread(source.Cancel).Start);
            yield return new Future();
        }

        Should.Throw<CancelledException>(() => Scheduler.Run(Main(), cancellationToken: source.Token));
    }

    [Test]
    public void Token_SwallowedByMain_LetsRunReturn()
    {
        using var source = new CancellationTokenSource();
        IEnumerator<Awaitable> Main()
        {
            Scheduler.Current.CallLater(1, source.Cancel);
            yield return Settle(Sleep(10), out _, includeCancellation: true);
            yield return Return(1);
        }

        Scheduler.Run<int>(Main(), Options(), source.Token).ShouldBe(1);
    }

    [Test]
    public void Token_CancelledAfterTheRun_HurtsNobody()
    {
        using var source = new CancellationTokenSource();
        static IEnumerator<Awaitable> Main()
        {
            yield return Return(1);
        }

        Scheduler.Run<int>(Main(), Options(), source.Token).ShouldBe(1);
        source.Cancel();
    }
}
