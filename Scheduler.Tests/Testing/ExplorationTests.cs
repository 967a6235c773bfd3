using Coroutines.Testing;
using static Coroutines.Awaitable;
using static Coroutines.Testing.TestKit;

namespace Coroutines.Tests.Testing;

/// <summary>What an exploration varies beside the order, how it goes on, and what it tells.</summary>
public sealed class ExplorationTests
{
    private static readonly (string Name, ScheduleStrategy Strategy)[] _strategies =
    [
        ("default", ScheduleStrategy.Default),
        ("random order", ScheduleStrategy.RandomOrder),
        ("random walk", ScheduleStrategy.RandomWalk),
        ("delays", ScheduleStrategy.Delays),
        ("paces", ScheduleStrategy.Paces),
        ("priorities", ScheduleStrategy.Priorities()),
        ("jitter", ScheduleStrategy.Jitter()),
        ("cancels", ScheduleStrategy.Cancels()),
        ("faults", ScheduleStrategy.Faults()),
        ("one of", ScheduleStrategy.OneOf(ScheduleStrategy.Delays, ScheduleStrategy.Jitter())),
        ("with", ScheduleStrategy.Delays.With(ScheduleStrategy.Jitter())),
    ];

    private static IEnumerable<TestCaseData> Strategies => _strategies.Select(static strategy => new TestCaseData(strategy.Strategy).SetArgDisplayNames(strategy.Name));

    /// <summary>The same seed is the same run, twice in this process; and the traces are those that another build of the library has made.</summary>
    [TestCaseSource(nameof(Strategies))]
    public void Seed_GivesTheSameTrace(ScheduleStrategy strategy)
    {
        var options = new ExplorationOptions { Strategy = strategy };
        for (int seed = 0; seed < 20; seed++)
        {
            Trace(seed).ShouldBe(Trace(seed), $"seed {seed}");
        }

        string Trace(int seed)
        {
            try
            {
                return Schedules.Replay(Mixture, seed, options).ToString();
            }
            catch (ScheduleFailedException failure)
            {
                return failure.Message;
            }
        }
    }

    [Test]
    public void TracesOfSeeds_AreTheSameOnEveryBuild()
    {
        // A change of this number is a change of what seeds mean that were printed once.
        ulong hash = 14695981039346656037;
        for (int seed = 0; seed < 50; seed++)
        {
            foreach (char c in Schedules.Replay(Calm, seed).ToString())
            {
                hash = unchecked((hash ^ c) * 1099511628211);
            }
        }

        hash.ShouldBe(5731403197311432816UL);

        static IEnumerator<Awaitable> Calm()
        {
            var gate = new CoLock("gate");
            yield return Gather(Enumerable.Range(1, 4).Select(i => (Awaitable)CreateTask(Work(i), $"worker {i}")));

            IEnumerator<Awaitable> Work(int number)
            {
                yield return Sleep(number);
                yield return gate.Acquire();
                yield return null;
                yield return Sleep(0.5);
                gate.Release();
            }
        }
    }

    [Test]
    public void Step_ThatIsHeldBack_WaitsWhileOthersRun_AndNoTimePasses()
    {
        bool wasOvertaken = false;
        Schedules.Explore(Main, new ExplorationOptions { Strategy = ScheduleStrategy.Delays }).ShouldPass();
        wasOvertaken.ShouldBeTrue();

        IEnumerator<Awaitable> Main()
        {
            List<int> order = [];
            yield return Gather(Walk(0, 1), Walk(1, 30));
            Scheduler.Current.Time.ShouldBe(0);
            wasOvertaken |= order[0] == 1;

            IEnumerator<Awaitable> Walk(int number, int steps)
            {
                for (int i = 0; i < steps; i++)
                {
                    yield return null;
                }

                order.Add(number);
            }
        }
    }

    [Test]
    public void Timer_IsLate_NeverEarly_AndByNoMoreThanTheBound()
    {
        double latest = 0;
        bool wereTogether = false;
        Schedules.Explore(Main, new ExplorationOptions { Strategy = ScheduleStrategy.Jitter(0.25) }).ShouldPass();
        latest.ShouldBeInRange(11.25, 12.5);
        wereTogether.ShouldBeTrue();

        IEnumerator<Awaitable> Main()
        {
            double[] woken = new double[2];
            yield return Gather(Nap(0, 10), Nap(1, 11));
            wereTogether |= woken[0] == woken[1];

            IEnumerator<Awaitable> Nap(int number, double seconds)
            {
                yield return Sleep(seconds);
                woken[number] = Scheduler.Current.Time;
                woken[number].ShouldBeInRange(seconds, seconds * 1.25);
                latest = Math.Max(latest, woken[0]);
            }
        }
    }

    [Test]
    public void SchedulerMovedOnByHand_CountsItsIterationsAndSeconds() => Schedules.Explore(
        static test =>
        {
            CoTask early = test.Start(Wait(1.0), "early");
            CoTask late = test.Start(Wait(1.2), "late");
            test.ShouldSuspend(Wait(5.0));
            test.Advance(1.0);
            early.IsDone.ShouldBeTrue();
            late.IsDone.ShouldBeFalse();
            test.Advance(4.0);
            test.VerifyNothingLeft();

            static IEnumerator<Awaitable> Wait(double seconds)
            {
                yield return Sleep(seconds);
            }
        },
        runs: 200).ShouldPass();

    [Test]
    public void Cancels_ComeOnlyWhereTheyAreAskedFor()
    {
        Schedules.Explore(Main, new ExplorationOptions { Strategy = ScheduleStrategy.Default }).ShouldPass();
        ScheduleFailure failure = Schedules.Explore(Main, new ExplorationOptions { Strategy = ScheduleStrategy.Cancels(0.2) }).ShouldFail();
        failure.Exception.ShouldBeOfType<CancelledException>();
        failure.Decisions.ShouldHaveSingleItem().ShouldContain("is cancelled");

        static IEnumerator<Awaitable> Main()
        {
            yield return Gather(Nap(), Nap());
        }

        static IEnumerator<Awaitable> Nap()
        {
            yield return Sleep(1.0);
        }
    }

    [Test]
    public void ChoicesAndFaults_AreNothingOutsideOfAnExploration()
    {
        using var test = new TestScheduler();
        test.Run(Main());
        Choose(10).ShouldBe(0);

        static IEnumerator<Awaitable> Main()
        {
            Choose(5).ShouldBe(0);
            Chance(1.0).ShouldBeFalse();
            RandomBytes(3).ShouldBe([0, 0, 0]);
            FaultPoint("disk");
            FaultPoint("disk", static () => new TimeoutException());
            Touch(new object());
            yield break;
        }
    }

    [Test]
    public void ChoicesAndFaults_AreExplored_ToldAndReplayed()
    {
        HashSet<int> chosen = [];
        HashSet<string> data = [];
        int yes = 0;
        Exploration exploration = Schedules.Explore(Main, runs: 400);

        ScheduleFailure failure = exploration.ShouldFail();
        failure.Exception.Message.ShouldBe("7 and no disk");
        failure.Departures.ShouldBe(2);
        failure.Decisions[0].ShouldBe("Choose(10) gives 7 in Main (task 'Main')");
        failure.Decisions[1].ShouldBe("the fault point 'disk' fails in Main (task 'Main')");
        Should.Throw<ScheduleFailedException>(() => Schedules.Replay(Main, failure.Choices)).InnerException!.Message.ShouldBe("7 and no disk");
        Should.Throw<ScheduleFailedException>(() => Schedules.ReplaySchedule(Main, failure.Schedule)).InnerException!.Message.ShouldBe("7 and no disk");
        Should.Throw<ScheduleFailedException>(() => Schedules.Replay(Main, failure.Seed!.Value)).InnerException!.Message.ShouldBe("7 and no disk");
        chosen.Count.ShouldBeGreaterThan(5);
        data.Count.ShouldBeGreaterThan(5);
        yes.ShouldBeGreaterThan(0);

        IEnumerator<Awaitable> Main()
        {
            int number = Choose(10);
            chosen.Add(number);
            yes += Chance(0.9) ? 1 : 0;
            data.Add(Convert.ToHexString(RandomBytes(8)));
            bool hasDisk = true;
            try
            {
                FaultPoint("disk");
            }
            catch (InjectedFaultException)
            {
                hasDisk = false;
            }

            if (number == 7 && !hasDisk)
            {
                throw new InvalidDataException("7 and no disk");
            }

            yield return null;
        }
    }

    [Test]
    public void FailuresThatDiffer_AreAllFound_AndToldApart()
    {
        Exploration exploration = Schedules.Explore(Main, new ExplorationOptions { MaxFailures = 10, Runs = 500 });

        exploration.Failures.Select(static failure => failure.Exception.Message).Order().ShouldBe(["1", "2", "3"]);
        exploration.Runs.ShouldBe(500);
        string message = Should.Throw<ScheduleFailedException>(() => exploration.ShouldPass()).Message;
        exploration.Failures.ShouldAllBe(failure => message.Contains(failure.ToString()));

        Schedules.Explore(Main, new ExplorationOptions { MaxFailures = 10, FailureKey = static exception => exception.GetType().Name })
            .Failures.Count.ShouldBe(1);

        static IEnumerator<Awaitable> Main()
        {
            yield return null;
            if (Choose(4) is > 0 and int number)
            {
                throw new InvalidDataException($"{number}");
            }
        }
    }

    [Test]
    public void Workers_FindTheSameAsOneAlone()
    {
        foreach (Func<int, bool, IEnumerator<Awaitable>> program in PaddedBugs.All.Take(12).Select(static bug => bug.Program))
        {
            Exploration one = Schedules.Explore(() => program(2, false), new ExplorationOptions());
            Exploration two = Schedules.Explore(() => program(2, false), new ExplorationOptions { Workers = 2 });

            two.Runs.ShouldBe(one.Runs);
            two.ShouldFail().ToString().ShouldBe(one.ShouldFail().ToString());
            two.Coverage!.ToString().ShouldBe(one.Coverage!.ToString());
        }
    }

    [Test]
    public void Coverage_TellsWhatWasNeverVaried()
    {
        ExplorationCoverage coverage = Schedules.Explore(Main, new ExplorationOptions { Runs = 300, Strategy = ScheduleStrategy.Delays }).ShouldPass().Coverage!;

        coverage.DistinctSchedules.ShouldBeGreaterThan(30);
        coverage.NeverHeld.ShouldBeEmpty();
        coverage.FaultPointsNeverFailed.ShouldBe(["disk"]);
        coverage.ToString().ShouldEndWith($"steps held back at {coverage.Places} of {coverage.Places} places; fault points that never failed: 'disk'");

        Schedules.Explore(Main, new ExplorationOptions { Runs = 2, Strategy = ScheduleStrategy.RandomOrder }).Coverage!
            .NeverHeld.ShouldContain("Work (task 'worker 1')");

        static IEnumerator<Awaitable> Main()
        {
            yield return Gather(Enumerable.Range(0, 3).Select(i => (Awaitable)CreateTask(Work(), $"worker {i}")));
        }

        static IEnumerator<Awaitable> Work()
        {
            yield return null;
            FaultPoint("disk");
            yield return null;
        }
    }

    [Test]
    public void Report_SaysInSentencesWhatItTook()
    {
        ScheduleFailure failure = Schedules.Explore(Main, new ExplorationOptions { Strategy = ScheduleStrategy.Delays }).ShouldFail();

        failure.Decisions.ShouldHaveSingleItem().ShouldMatch("^Read \\(task 'reader'\\), ready, waits .*(longer|until nobody else can run)$");
        failure.ToString().ShouldContain($"with 1 departure from an ordinary run:\n  - {failure.Decisions[0]}\nReplay it with");

        static IEnumerator<Awaitable> Main()
        {
            string? value = "old";
            yield return Gather(CreateTask(Read(), "reader"), CreateTask(Clear(), "clearer"));

            IEnumerator<Awaitable> Read()
            {
                if (value is not null)
                {
                    yield return null;
                    value.ShouldNotBeNull();
                }
            }

            IEnumerator<Awaitable> Clear()
            {
                for (int i = 0; i < 5; i++)
                {
                    yield return null;
                }

                value = null;
            }
        }
    }

    [Test]
    public void Argument_ThatIsWrong_IsRefused()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => new ExplorationOptions { Runs = 0 });
        Should.Throw<ArgumentOutOfRangeException>(() => new ExplorationOptions { MaxFailures = 0 });
        Should.Throw<ArgumentOutOfRangeException>(() => new ExplorationOptions { Workers = 0 });
        Should.Throw<ArgumentOutOfRangeException>(() => ScheduleStrategy.Jitter(-0.1));
        Should.Throw<ArgumentOutOfRangeException>(() => ScheduleStrategy.Jitter(2.1));
        Should.Throw<ArgumentOutOfRangeException>(() => ScheduleStrategy.Jitter(double.NaN));
        Should.Throw<ArgumentOutOfRangeException>(() => ScheduleStrategy.Cancels(1.1));
        Should.Throw<ArgumentOutOfRangeException>(() => ScheduleStrategy.Faults(-1));
        Should.Throw<ArgumentOutOfRangeException>(() => ScheduleStrategy.Priorities(0));
        Should.Throw<ArgumentException>(() => ScheduleStrategy.OneOf());
        Should.Throw<ArgumentException>(() => ScheduleStrategy.OneOf(null!, ScheduleStrategy.Delays));
        Should.Throw<ArgumentNullException>(() => ScheduleStrategy.Delays.With(null!));
        Should.Throw<ArgumentOutOfRangeException>(() => Choose(0));
        Should.Throw<ArgumentOutOfRangeException>(() => Chance(1.5));
        Should.Throw<ArgumentOutOfRangeException>(() => RandomBytes(-1));
        Should.Throw<ArgumentNullException>(() => FaultPoint(null!));
        Should.Throw<ArgumentNullException>(() => FaultPoint("disk", null!));
        Should.Throw<ArgumentNullException>(() => Schedules.Explore(Mixture, (ExplorationOptions)null!));
        Should.Throw<ArgumentNullException>(() => Schedules.Replay(Mixture, 1, (ExplorationOptions)null!));
        Should.Throw<ArgumentNullException>(() => Schedules.ReplaySchedule(Mixture, null!));
        foreach (string wrong in new[] { "1", "1:x", "-1:2", "3:1 2:1", "1:2:3" })
        {
            Should.Throw<ArgumentException>(() => Schedules.ReplaySchedule(Mixture, wrong)).Message.ShouldContain("does not fit in there");
        }
    }

    // All kinds of decisions.
    private static IEnumerator<Awaitable> Mixture()
    {
        var queue = new CoQueue<int>(1);
        yield return Gather(CreateTask(Put(), "putter"), CreateTask(Get(), "getter"));

        IEnumerator<Awaitable> Put()
        {
            for (int i = 0; i < 3; i++)
            {
                yield return Sleep(1.0 + (Choose(3) / 4.0));
                yield return queue.Put(i);
            }
        }

        IEnumerator<Awaitable> Get()
        {
            for (int i = 0; i < 3; i++)
            {
                yield return queue.Get();
                if (Chance(0.5))
                {
                    yield return null;
                }

                FaultPoint("get");
                yield return Sleep(1.2);
            }
        }
    }
}
