using Coroutines.Testing;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Testing;

/// <summary>Exploring finds classical bugs, tells how to replay them, and lets correct programs pass.</summary>
public sealed class SchedulesTests
{
    private static readonly TestCaseData[] _bugs =
    [
        new TestCaseData((Func<bool, IEnumerator<Awaitable>>)ClassicBugs.LostWakeUp, typeof(DeadlockException)).SetArgDisplayNames("lost wake-up"),
        new TestCaseData((Func<bool, IEnumerator<Awaitable>>)ClassicBugs.CheckThenAct, typeof(ShouldAssertException)).SetArgDisplayNames("check, then act"),
        new TestCaseData((Func<bool, IEnumerator<Awaitable>>)ClassicBugs.LockOrder, typeof(DeadlockException)).SetArgDisplayNames("lock order"),
        new TestCaseData((Func<bool, IEnumerator<Awaitable>>)ClassicBugs.Philosophers, typeof(DeadlockException)).SetArgDisplayNames("philosophers"),
    ];

    private static readonly TestCaseData[] _failures =
    [
        new TestCaseData((Func<string, Exception>)(static message => new InvalidDataException(message))).SetArgDisplayNames("by message"),
        new TestCaseData((Func<string, Exception>)(static message => message[0] == '3' ? new IOException() : new FormatException())).SetArgDisplayNames("by type"),
        new TestCaseData((Func<string, Exception>)(static message => new IOException("lost", new IOException(message)))).SetArgDisplayNames("inside"),
        new TestCaseData((Func<string, Exception>)(static message => new AggregateException("several", message[0] == '3' ? new IOException("x") : new FormatException("x"))))
            .SetArgDisplayNames("inside a group"),
    ];

    [TestCaseSource(nameof(_bugs))]
    public void Bug_HidesInTheQueuesOrder_AndIsFoundWithinAThousandRuns(Func<bool, IEnumerator<Awaitable>> program, Type error)
    {
        Scheduler.Run(program(false), new SchedulerOptions { TimeProvider = new VirtualClock() });

        ScheduleFailure failure = Schedules.Explore(() => program(false)).ShouldFail();

        TestContext.Out.WriteLine($"found in run {failure.Run} of {Schedules.DefaultRuns}");
        failure.Run.ShouldBeInRange(2, 1000);
        failure.Exception.GetType().ShouldBe(error);

        // From the seed, and from the choices, it fails again, in the same way.
        Should.Throw<ScheduleFailedException>(() => Schedules.Replay(() => program(false), failure.Seed!.Value))
            .InnerException!.GetType().ShouldBe(error);
        string replayed = Should.Throw<ScheduleFailedException>(() => Schedules.Replay(() => program(false), failure.Choices)).Message;
        replayed.ShouldContain(failure.Trace.ToString().Split('\n')[^1]);
    }

    [TestCaseSource(nameof(_bugs))]
    public void Bug_IsFoundWithFewDepartures_WhenAllOrdersAreTried(Func<bool, IEnumerator<Awaitable>> program, Type error)
    {
        Exploration exploration = Schedules.ExploreAll(() => program(false), limit: 1000);

        TestContext.Out.WriteLine(exploration);
        exploration.ShouldFail().Exception.GetType().ShouldBe(error);
        exploration.Failure!.Departures.ShouldBeInRange(1, 3);
        exploration.Failure.Seed.ShouldBeNull();
        exploration.IsExhaustive.ShouldBeFalse();
    }

    [TestCaseSource(nameof(_bugs))]
    public void CorrectProgram_Passes(Func<bool, IEnumerator<Awaitable>> program, Type error)
    {
        Schedules.Explore(() => program(true)).ShouldPass().Runs.ShouldBe(1000);
        Schedules.ExploreAll(() => program(true), limit: 2000).ShouldPass().ShouldNotBeNull(error.Name);
    }

    [Test]
    public void Failure_SaysHowToReplayIt_AndShowsTheRun()
    {
        Exploration exploration = Schedules.Explore(() => ClassicBugs.LockOrder(isFixed: false), seed: 100);

        string message = Should.Throw<ScheduleFailedException>(() => exploration.ShouldPass()).Message;

        message.ShouldStartWith("DeadlockException: Deadlock: nothing is ready");
        message.ShouldContain($"Run {exploration.Runs}, with 1 departure from an ordinary run:\n  - ");
        message.ShouldContain($"Schedules.Replay(program, seed: {98 + exploration.Runs})");
        message.ShouldContain($"Schedules.Replay(program, choices: [{string.Join(", ", exploration.Failure!.Choices)}])");
        message.ShouldContain("0 Task-1: yield -> waiting for lock 'right' held by task 'Task-2'");
        message.ShouldContain("\nTask-1");
        exploration.ToString().ShouldBe($"{exploration.Runs} runs, and the last one failed: DeadlockException");
    }

    [TestCaseSource(nameof(_failures))]
    public void Failure_AmongOthersOfItsType_IsTheSameInTheReport_FromTheSeed_AndFromTheChoices(Func<string, Exception> fail)
    {
        HashSet<string> found = [];
        for (int seed = 0; seed < 40; seed++)
        {
            ScheduleFailure failure = Schedules.Explore(FourInAnyOrder, seed: seed * 1000).ShouldFail();
            string shown = Describe(failure.Exception);
            found.Add(shown);
            failure.ToString().ShouldContain(failure.Exception.Message);
            Replayed(() => Schedules.Replay(FourInAnyOrder, failure.Seed!.Value)).ShouldBe(shown);
            Replayed(() => Schedules.Replay(FourInAnyOrder, failure.Choices)).ShouldBe(shown);
        }

        found.Count.ShouldBe(2, string.Join(", ", found));

        string Replayed(Action replay) => Describe(Should.Throw<ScheduleFailedException>(replay).InnerException!);

        IEnumerator<Awaitable> FourInAnyOrder()
        {
            List<int> order = [];
            yield return Gather(Enumerable.Range(0, 4).Select(i => One(i)));

            // The first is rare, and simpler orders have the second.
            if (order[0] == 3)
            {
                throw fail("3 came first");
            }

            if (order.IndexOf(1) < order.IndexOf(0))
            {
                throw fail("1 came before 0");
            }

            IEnumerator<Awaitable> One(int i)
            {
                yield return null;
                order.Add(i);
            }
        }

        static string Describe(Exception exception) => exception.InnerException is { } inner
            ? $"{exception.Message} {Describe(inner)}"
            : $"{exception.GetType().Name} {exception.Message}";
    }

    [Test]
    public void Failure_ByADeadlockOrALimit_IsTheSameFromTheSeed()
    {
        HashSet<string> found = [];
        var options = new TestOptions { IterationLimit = 200, VirtualTimeout = 50.0 };
        for (int seed = 0; seed < 40; seed++)
        {
            ScheduleFailure failure = Schedules.Explore(Race3, seed: seed * 1000, options: options).ShouldFail();
            found.Add(KindOf(failure.Exception));
            KindOf(Should.Throw<ScheduleFailedException>(() => Schedules.Replay(Race3, failure.Seed!.Value, options)).InnerException!)
                .ShouldBe(KindOf(failure.Exception));
        }

        found.ShouldBe(["DeadlockException", "TimeoutException Iter", "TimeoutException Virt"], ignoreOrder: true);

        static string KindOf(Exception exception) => exception is TimeoutException
            ? $"TimeoutException {(exception.Message.Contains("IterationLimit") ? "Iter" : "Virt")}"
            : exception.GetType().Name;

        static IEnumerator<Awaitable> Race3()
        {
            List<int> order = [];
            yield return Gather(Enumerable.Range(0, 4).Select(i => One(i)));
            while (order[0] == 1)
            {
                yield return null;
            }

            while (order[0] == 2)
            {
                yield return Sleep(1.0);
            }

            if (order[0] == 3)
            {
                yield return new Future();
            }

            IEnumerator<Awaitable> One(int i)
            {
                yield return null;
                order.Add(i);
            }
        }
    }

    [Test]
    public void Explore_WithTheSameSeed_FindsTheSame()
    {
        ScheduleFailure one = Schedules.Explore(() => ClassicBugs.Philosophers(isFixed: false), seed: 7).ShouldFail();
        ScheduleFailure other = Schedules.Explore(() => ClassicBugs.Philosophers(isFixed: false), seed: 7).ShouldFail();

        one.ToString().ShouldBe(other.ToString());
    }

    [Test]
    public void Explore_OfAProgramWithoutChoices_RunsItOnce()
    {
        Exploration exploration = Schedules.Explore(Alone).ShouldPass();

        exploration.Runs.ShouldBe(1);
        exploration.IsExhaustive.ShouldBeTrue();
        exploration.ToString().ShouldBe("1 run, every legal order, no failure");
        Should.Throw<AssertionFailedException>(() => exploration.ShouldFail()).Message.ShouldContain("there was none: 1 run");
        Schedules.Replay(Alone, seed: 3).ShouldHaveStepped("Alone", "Alone");
        Schedules.Replay(Alone, choices: []).ShouldHaveStepped("Alone", "Alone");
    }

    [Test]
    public void Explore_OfAProgramThatAlwaysFails_FailsInTheQueuesOrder()
    {
        ScheduleFailure failure = Schedules.Explore(Fail).ShouldFail();

        failure.Run.ShouldBe(1);
        failure.Seed.ShouldBeNull();
        failure.Choices.ShouldBeEmpty();

        static IEnumerator<Awaitable> Fail()
        {
            yield return null;
            throw new IOException();
        }
    }

    [Test]
    public void Explore_CountsWhatIsLeftBehind_UnlessItIsPermitted()
    {
        Schedules.Explore(Leave).ShouldFail().Exception.Message.ShouldContain("an unfinished task: Sleeping");
        Schedules.Explore(Leave, options: new TestOptions { Permitted = Leftovers.Tasks }).ShouldPass();

        static IEnumerator<Awaitable> Leave()
        {
            CreateTask(Sleeping());
            yield return null;
        }

        static IEnumerator<Awaitable> Sleeping()
        {
            yield return Await(Alone());
            yield return Sleep(1.0);
        }
    }

    [Test]
    public void Explore_OfAProgramThatKeepsState_SaysThatItIsNotDeterministic()
    {
        int runs = 0;

        Should.Throw<InvalidOperationException>(() => Schedules.Explore(FailOnce)).Message.ShouldContain("it has to be deterministic");

        IEnumerator<Awaitable> FailOnce()
        {
            yield return null;
            if (++runs == 1)
            {
                throw new IOException();
            }
        }
    }

    [Test]
    public void Explore_WithWrongArguments_IsAnError()
    {
        Should.Throw<ArgumentNullException>(() => Schedules.Explore((Func<IEnumerator<Awaitable>>)null!));
        Should.Throw<ArgumentNullException>(() => Schedules.Explore((Action<TestScheduler>)null!));
        Should.Throw<ArgumentNullException>(() => Schedules.ExploreAll((Func<IEnumerator<Awaitable>>)null!));
        Should.Throw<ArgumentNullException>(() => Schedules.ExploreAll((Action<TestScheduler>)null!));
        Should.Throw<ArgumentNullException>(() => Schedules.Replay((Func<IEnumerator<Awaitable>>)null!, 1));
        Should.Throw<ArgumentNullException>(() => Schedules.Replay((Action<TestScheduler>)null!, 1));
        Should.Throw<ArgumentNullException>(() => Schedules.Replay((Func<IEnumerator<Awaitable>>)null!, []));
        Should.Throw<ArgumentNullException>(() => Schedules.Replay((Action<TestScheduler>)null!, []));
        Should.Throw<ArgumentNullException>(() => Schedules.Replay(_ => { }, null!));
        Should.Throw<ArgumentNullException>(() => Schedules.Replay(Alone, null!));
        Should.Throw<ArgumentOutOfRangeException>(() => Schedules.Replay(Alone, [-1]));
        Should.Throw<ArgumentOutOfRangeException>(() => Schedules.Explore(Alone, runs: 0));
        Should.Throw<ArgumentOutOfRangeException>(() => Schedules.ExploreAll(Alone, limit: 0));
        Schedules.Explore(() => null!).ShouldFail().Exception.Message.ShouldContain("gave null instead of a coroutine");
        Scheduler.Run(Nest());

        static IEnumerator<Awaitable> Nest()
        {
            Should.Throw<InvalidOperationException>(() => Schedules.Explore(Alone)).Message.ShouldContain("not from a coroutine");
            yield return null;
        }
    }

    [Test]
    public void ExploreAll_TriesEachOrderOnce()
    {
        HashSet<string> orders = [];
        int runs = 0;

        Exploration exploration = Schedules.ExploreAll(Three).ShouldPass();

        exploration.IsExhaustive.ShouldBeTrue();
        exploration.Runs.ShouldBe(runs);
        orders.Count.ShouldBe(6);
        runs.ShouldBe(6);
        Schedules.ExploreAll(Three, limit: 5).IsExhaustive.ShouldBeFalse();

        IEnumerator<Awaitable> Three()
        {
            List<string> order = [];
            runs++;
            yield return Gather(Step("a"), Step("b"), Step("c"));
            orders.Add(string.Concat(order));

            IEnumerator<Awaitable> Step(string name)
            {
                order.Add(name);
                yield break;
            }
        }
    }

    private static IEnumerator<Awaitable> Alone()
    {
        yield return null;
    }
}
