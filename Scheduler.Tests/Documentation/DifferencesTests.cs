using static Coroutines.Awaitable;

namespace Coroutines.Tests.Documentation;

/// <summary>What the page on asyncio lists as different here, and is easily mistaken: our side of it, to the iteration.</summary>
public sealed class DifferencesTests
{
    private readonly Rig _rig = new();
    private int _iteration;

    [TearDown]
    public void TearDown() => _rig.Dispose();

    [Test]
    public void Main_ThatEndsInTheIterationOfAStop_GivesItsResult_AndLeavesNothingBehind()
    {
        _rig.Run<string>(StopAndReturn()).ShouldBe("first");
        _rig.Run<string>(YieldTwice()).ShouldBe("second");

        static IEnumerator<Awaitable> StopAndReturn()
        {
            yield return null;
            Scheduler.Current.Stop();
            yield return Return("first");
        }

        static IEnumerator<Awaitable> YieldTwice()
        {
            yield return null;
            yield return null;
            yield return Return("second");
        }
    }

    [Test]
    public void Mains_OfARunnerThatOverlap_HaveValuesOfTheirOwn()
    {
        AsyncLocal<string?> local = new();
        using var runner = new Runner(new SchedulerOptions { TimeProvider = new VirtualClock() });
        Should.Throw<InvalidOperationException>(() => runner.Run(First())).Message.ShouldContain("stopped before");
        runner.Run(Second());
        runner.Run(Third());
        _rig.ShouldHaveLogged(
            "first: first", "second: first", "second: second", "first: first again", "third: second again");

        IEnumerator<Awaitable> First()
        {
            local.Value = "first";
            Scheduler.Current.Stop();
            yield return null;
            Log("first");
            local.Value = "first again";
            yield return WaitFrames(3);
            Log("first");
        }

        IEnumerator<Awaitable> Second()
        {
            Log("second");
            local.Value = "second";
            yield return WaitFrames(2);
            Log("second");
            local.Value = "second again";
            yield return WaitFrames(3);
        }

        IEnumerator<Awaitable> Third()
        {
            Log("third");
            yield break;
        }

        void Log(string who) => _rig.Log($"{who}: {local.Value}");
    }

    [Test]
    public void Race_CancelsItsLosers_OneIterationAfterTheWinnersStep()
    {
        _rig.Run(Main());
        _rig.ShouldHaveLogged("3 wins", "5 loses");

        IEnumerator<Awaitable> Main()
        {
            CreateTask(CountIterations());
            yield return Race(Win(), Lose());
        }

        IEnumerator<Awaitable> Win()
        {
            yield return WaitFrames(3);
            _rig.Log($"{_iteration} wins");
        }

        IEnumerator<Awaitable> Lose()
        {
            try
            {
                yield return Sleep(100);
            }
            finally
            {
                _rig.Log($"{_iteration} loses");
            }
        }
    }

    [Test]
    public void Race_ThatIsCancelled_WaitsForItsRunners()
    {
        _rig.Run(Main());
        _rig.ShouldHaveLogged("runner ends", "race ends");

        IEnumerator<Awaitable> Main()
        {
            CoTask racing = CreateTask(Run());
            yield return null;
            yield return null;
            racing.Cancel();
            yield return Settle(racing, out _, includeCancellation: true);
        }

        IEnumerator<Awaitable> Run()
        {
            try
            {
                yield return Race(CleanUpSlowly());
            }
            finally
            {
                _rig.Log("race ends");
            }
        }

        IEnumerator<Awaitable> CleanUpSlowly()
        {
            yield return Settle(Sleep(100), out _, includeCancellation: true);
            yield return WaitFrames(5);
            _rig.Log("runner ends");
        }
    }

    [Test]
    public void Race_WhoseRunnersFailWhileTheRunEnds_IsReported()
    {
        List<string> reports = [];
        Scheduler.Run(Main(), new SchedulerOptions
        {
            TimeProvider = new VirtualClock(),
            ExceptionHandler = context => reports.Add(context.Exception!.Message),
        });
        reports.ShouldBe(["one is lost", "two is lost"]);

        static IEnumerator<Awaitable> Main()
        {
            CreateTask(Run());
            yield return WaitFrames(3);
        }

        static IEnumerator<Awaitable> Run()
        {
            yield return Race(Lose("one"), Lose("two"));
        }

        static IEnumerator<Awaitable> Lose(string name)
        {
            try
            {
                yield return Sleep(100);
            }
            finally
            {
                Rig.Throw($"{name} is lost");
            }
        }
    }

    private IEnumerator<Awaitable> CountIterations()
    {
        for (_iteration = 0; ; _iteration++)
        {
            yield return null;
        }
    }
}
