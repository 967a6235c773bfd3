using static Coroutines.Awaitable;

namespace Coroutines.Tests.Waiting;

/// <summary><c>Race</c>: the first success wins, and nobody is left on the track.</summary>
public sealed class RaceTests
{
    private Rig _rig = null!;

    [SetUp]
    public void SetUp() => _rig = new Rig();

    [TearDown]
    public void TearDown() => _rig.Dispose();

    private IEnumerator<Awaitable> Runner(string name, double seconds, double cleanUp = 0)
    {
        _rig.LogTime($"{name} starts");
        yield return Settle(Sleep(seconds), out Outcome outcome, includeCancellation: true);
        if (outcome.IsCancelled)
        {
            yield return Sleep(cleanUp);
            _rig.LogTime($"{name} cancelled");
            outcome.ThrowIfFailed();
        }

        _rig.LogTime($"{name} arrives");
        yield return Return(name);
    }

    private IEnumerator<Awaitable> Failing(string name, double seconds)
    {
        _rig.LogTime($"{name} starts");
        yield return Sleep(seconds);
        _rig.LogTime($"{name} fails");
        throw new IOException(name);
    }

    private IEnumerator<Awaitable> Report(Awaitable<(int Index, string Result)> race)
    {
        yield return Settle(race, out var outcome, includeCancellation: true);
        _rig.LogTime(outcome.IsSuccess ? $"{outcome.Result.Index} {outcome.Result.Result}" : Describe(outcome.Exception!));
    }

    private static string Describe(Exception exception) => exception is AggregateException all
        ? $"all failed: {string.Join(' ', all.InnerExceptions.Select(inner => inner.Message))}"
        : exception.Message;

    [Test]
    public void FirstSuccess_Wins_AndTheLosersAreCancelledAndWaitedFor()
    {
        _rig.Run(Report(Start(() => Race<string>(Runner("a", 3, 2), Runner("b", 1), Runner("c", 2, 1)))));

        _rig.ShouldHaveLogged(
            "0 a starts", "0 b starts", "0 c starts", "1 b arrives", "2 c cancelled", "3 a cancelled", "3 1 b");
        _rig.ShouldHaveNothingLeft();
    }

    [Test]
    public void Failures_AreOutOfTheRace()
    {
        _rig.Run(Report(Start(() => Race<string>(Failing("a", 1), Runner("b", 2)))));

        _rig.ShouldHaveLogged("0 a starts", "0 b starts", "1 a fails", "2 b arrives", "2 1 b");
        _rig.ShouldHaveReported();
    }

    [Test]
    public void AllFail_GivesTheirExceptionsInTheOrderOfTheArguments()
    {
        _rig.Run(Report(Start(() => Race<string>(Failing("a", 2), Failing("b", 1)))));

        _rig.ShouldHaveLogged("0 a starts", "0 b starts", "1 b fails", "2 a fails", "2 all failed: a b");
        _rig.ShouldHaveReported();
    }

    [Test]
    public void Race_TakesThreeIterations_AsAGatherDoes()
    {
        IEnumerator<Awaitable> Main()
        {
            long start = _rig.Scheduler.Loop.Iteration;
            yield return Race(Noop());
            _rig.Log($"{_rig.Scheduler.Loop.Iteration - start}");
        }

        static IEnumerator<Awaitable> Noop()
        {
            yield break;
        }

        _rig.Run(Main());
        _rig.ShouldHaveLogged("3");
    }

    [Test]
    public void TwoSuccesses_InOneIteration_TheFirstWins()
    {
        _rig.Run(Report(Start(() => Race<string>(Runner("a", 1), Runner("b", 1)))));

        _rig.ShouldHaveLogged("0 a starts", "0 b starts", "1 a arrives", "1 b arrives", "1 0 a");
    }

    [Test]
    public void Loser_ThatFailsOrSucceedsInItsCleanUp_ChangesNothing()
    {
        IEnumerator<Awaitable> Stubborn(string name, bool fails)
        {
            yield return Settle(Sleep(100), out _, includeCancellation: true);
            _rig.LogTime($"{name} ends");
            if (fails)
            {
                throw new IOException(name);
            }

            yield return Return(name);
        }

        _rig.Run(Report(Start(() => Race<string>(Stubborn("a", true), Stubborn("b", false), Runner("c", 1)))));
        _rig.Dispose();

        _rig.ShouldHaveLogged("0 c starts", "1 c arrives", "1 a ends", "1 b ends", "1 2 c");
        _rig.ShouldHaveReported();
    }

    [Test]
    public void Delay_StaggersTheStarts()
    {
        _rig.Run(Report(Start(() => Race<string>([Runner("a", 5), Runner("b", 1), Runner("c", 1)], delay: 2))));

        _rig.ShouldHaveLogged("0 a starts", "2 b starts", "3 b arrives", "3 a cancelled", "3 1 b");
        _rig.ShouldHaveNothingLeft();
    }

    [Test]
    public void Delay_IsCutShort_WhenTheOneBeforeFails()
    {
        _rig.Run(Report(Start(() => Race<string>([Failing("a", 1), Failing("b", 3), Runner("c", 1)], delay: 2))));

        _rig.ShouldHaveLogged("0 a starts", "1 a fails", "1 b starts", "3 c starts", "4 b fails", "4 c arrives", "4 2 c");
        _rig.ShouldHaveNothingLeft();
    }

    [Test]
    public void Delay_IsNotCutShort_WhenAnEarlierOneFails()
    {
        _rig.Run(Report(Start(() => Race<string>([Failing("a", 3), Runner("b", 9), Runner("c", 1)], delay: 2))));

        _rig.ShouldHaveLogged(
            "0 a starts", "2 b starts", "3 a fails", "4 c starts", "5 c arrives", "5 b cancelled", "5 2 c");
    }

    [Test]
    public void Delay_OfInfinity_RunsThemOneAfterTheOther()
    {
        _rig.Run(Report(Start(() => Race<string>(
            [Failing("a", 1), Failing("b", 1), Runner("c", 1), Runner("d", 1)], delay: double.PositiveInfinity))));

        _rig.ShouldHaveLogged(
            "0 a starts", "1 a fails", "1 b starts", "2 b fails", "2 c starts", "3 c arrives", "3 2 c");
        _rig.ShouldHaveNothingLeft();
    }

    [Test]
    public void Delay_OfAllThatFail_RaisesAll()
    {
        _rig.Run(Report(Start(() => Race<string>([Failing("a", 3), Failing("b", 3)], delay: 1))));

        _rig.ShouldHaveLogged("0 a starts", "1 b starts", "3 a fails", "4 b fails", "4 all failed: a b");
        _rig.ShouldHaveNothingLeft();
    }

    [Test]
    public void Cancel_GoesToAll_AndStartsNoMore()
    {
        IEnumerator<Awaitable> Main()
        {
            CoTask racing = CreateTask(Report(Race<string>([Runner("a", 9, 2), Runner("b", 9), Runner("c", 9)], delay: 1)));
            yield return Sleep(1.5);
            racing.Cancel("stop");
            yield return racing;
        }

        _rig.Run(Main());

        _rig.ShouldHaveLogged("0 a starts", "1 b starts", "1.5 b cancelled", "3.5 a cancelled", "3.5 stop");
        _rig.ShouldHaveNothingLeft();
    }

    [Test]
    public void CancelAtEachIteration_LeavesNothing([Range(0, 9)] int iterations)
    {
        IEnumerator<Awaitable> Pausing(int count)
        {
            for (int i = 0; i < count; i++)
            {
                yield return null;
            }

            yield return Return(count);
        }

        IEnumerator<Awaitable> Racing()
        {
            yield return Race<int>([Pausing(2), Pausing(5)], delay: 0).Into(out var race);
            _rig.Log($"{race.Result}");
        }

        CoTask task = _rig.Start(Racing());
        _rig.Iterate(iterations);
        task.Cancel("stop");
        _rig.Iterate(12);

        task.IsDone.ShouldBeTrue();
        _rig.ShouldHaveLogged(task.IsCancelled ? [] : ["(0, 2)"]);
        _rig.ShouldHaveNothingLeft();
        _rig.ShouldHaveReported();
    }

    [Test]
    public void Tasks_TakePart_AsTheyAre()
    {
        IEnumerator<Awaitable> Main()
        {
            CoTask<string> slow = CreateTask<string>(Runner("slow", 5));
            CoTask<string> fast = CreateTask<string>(Runner("fast", 1));
            yield return Race(slow, fast).Into(out var race);
            _rig.LogTime($"{race.Result}, {slow.IsCancelled}");
            yield return Race<string>(fast, new Future<string>()).Into(out race);
            _rig.LogTime($"{race.Result}");
            Future<(int Index, object? Result)> untyped = Race(Sleep(2), Sleep(1), fast);
            yield return untyped;
            _rig.LogTime($"{untyped.Result}");
        }

        _rig.Run(Main());

        _rig.ShouldHaveLogged(
            "0 slow starts", "0 fast starts", "1 fast arrives", "1 slow cancelled", "1 (1, fast), True", "1 (0, fast)", "1 (2, fast)");
        _rig.ShouldHaveNothingLeft();
    }

    [Test]
    public void CancelledRunner_CountsAsFailed()
    {
        IEnumerator<Awaitable> Main()
        {
            CoTask<string> a = CreateTask<string>(Runner("a", 5));
            Scheduler.Current.CallLater(1, () => a.Cancel("gone"));
            yield return Await(Report(Race(a, CreateTask<string>(Failing("b", 2)))));
        }

        _rig.Run(Main());

        _rig.ShouldHaveLogged("0 a starts", "0 b starts", "1 a cancelled", "2 b fails", "2 all failed: gone b");
    }

    [Test]
    public void RefusalOfTheTaskFactory_IsAFailure()
    {
        _rig.Scheduler.TaskFactory = start => start.Name is null && _rig.Scheduler.AllTasks().Count > 1
            ? throw new IOException("refused")
            : start;

        _rig.Run(Report(Start(() => Race<string>([Failing("a", 1), Runner("b", 1), Runner("c", 1)], delay: 0.5))));

        _rig.ShouldHaveLogged("0 a starts", "1 a fails", "1 all failed: a refused refused");
    }

    [Test]
    public void BadArguments_AreErrorsOfTheCall()
    {
        using var other = new Scheduler();

        IEnumerator<Awaitable> Main()
        {
            Should.Throw<ArgumentException>(() => Race(Array.Empty<CoTask>())).Message.ShouldBe(
                "Race in Main (task 'Task-1') was given nobody to race.");
            Should.Throw<ArgumentException>(() => Race());
            Should.Throw<ArgumentException>(() => Race<int>());
            Should.Throw<ArgumentNullException>(() => Race<string>(Runner("a", 1), null!));
            Should.Throw<ArgumentNullException>(() => Race([Runner("a", 1), null!], delay: 1));
            Should.Throw<ArgumentNullException>(() => Race(Sleep(1), default(Awaitable)));
            Should.Throw<ArgumentNullException>(() => Race((IEnumerable<IEnumerator<Awaitable>>)null!, delay: 1));
            Should.Throw<ArgumentException>(() => Race(new Future(other), Sleep(1)));
            Should.Throw<ArgumentOutOfRangeException>(() => Race([Runner("a", 1)], delay: double.NaN));
            _rig.Scheduler.AllTasks().Count.ShouldBe(1);
            yield break;
        }

        _rig.Run(Main());
    }

    [Test]
    public void Deadlock_NamesTheRace()
    {
        IEnumerator<Awaitable> Main()
        {
            yield return Race(new Future(), new Future());
        }

        Should.Throw<DeadlockException>(() => _rig.Run(Main())).Message.ShouldContain("awaiting a race of 2, 2 of them running");
    }

    // Calls that need a running scheduler, as the first thing that a coroutine does.
    private static Awaitable<(int Index, string Result)> Start(Func<Awaitable<(int Index, string Result)>> race) =>
        Await<(int Index, string Result)>(Starting(race));

    private static IEnumerator<Awaitable> Starting(Func<Awaitable<(int Index, string Result)>> race)
    {
        Awaitable<(int Index, string Result)> started = race();
        yield return started;
        yield return Return(started.Result);
    }
}
