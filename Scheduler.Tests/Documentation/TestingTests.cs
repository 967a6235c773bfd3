// snippet: testing-usings
using Coroutines.Testing;
using static Coroutines.Awaitable;
using static Coroutines.Testing.TestKit;
// end-snippet

namespace Coroutines.Tests.Documentation;

/// <summary>The page on testing: its tests are tests of this suite.</summary>
public sealed class TestingTests : SnippetTest
{
    private static readonly FramePhase _late = new("late");

#pragma warning disable NUnit1032 // the coroutine that tears down cancels it
    private CoTask? _server;
#pragma warning restore NUnit1032

    // snippet: testing-first
    [CoroutineTest]
    public IEnumerator<Awaitable> Retry_WaitsLongerEachTime()
    {
        int attempts = 0;
        yield return Await<string>(Retry(Flaky)).Into(out var answer);

        answer.Result.ShouldBe("finally");
        Scheduler.Current.Time.ShouldBe(1 + 2 + 4);        // an hour would take no longer

        IEnumerator<Awaitable> Flaky()
        {
            yield return null;
            if (++attempts < 4)
                throw new IOException("try again");
            yield return Return("finally");
        }
    }
    // end-snippet

    // snippet: testing-cases
    [CoroutineTest(1, 2, ExpectedResult = 3)]
    [CoroutineTest(2, 2, ExpectedResult = 4)]
    public IEnumerator<Awaitable> Add_ReturnsTheSum(int a, int b)
    {
        yield return Sleep(1.0);
        yield return Return(a + b);
    }

    [CoroutineTest]
    public IEnumerator<Awaitable> Sleep_TakesAsLongAsItSays([Values(0.5, 3600)] double seconds)
    {
        yield return Sleep(seconds);
        Scheduler.Current.Time.ShouldBe(seconds);
    }
    // end-snippet

    // snippet: testing-setup
    [CoroutineSetUp]
    public IEnumerator<Awaitable> StartServer()
    {
        _server = CreateTask(Serve(), "server");
        yield return AllBlocked();                         // it listens
    }

    [CoroutineTearDown]
    public IEnumerator<Awaitable> StopServer()
    {
        _server!.Cancel();
        yield return Settle(_server, out _, includeCancellation: true);
    }
    // end-snippet

    // snippet: testing-helpers
    [CoroutineTest]
    public IEnumerator<Awaitable> Queue_HandsItemsToThoseWhoWait()
    {
        var jobs = new CoQueue<string>(1);
        CoTask<string> worker = CreateTask<string>(TakeOne(jobs));
        yield return AllBlocked();                         // every task waits; no time has passed
        worker.State.ShouldBe(FutureState.Waiting);

        yield return ShouldNotSuspend(jobs.Put("a"));
        yield return AllBlocked();
        worker.Result.ShouldBe("a");

        jobs.PutNoWait("b");
        CoTask late = CreateTask(TakeLater(jobs, seconds: 5));
        yield return ShouldSuspend(jobs.Put("c"));         // full, until that one takes the first
        Scheduler.Current.Time.ShouldBe(5);
        yield return late;

        CoTask<string> sleeper = CreateTask<string>(TakeLater(jobs, seconds: 1));
        yield return Advance(1.0);                         // and all that this brings about is done
        sleeper.Result.ShouldBe("c");
    }
    // end-snippet

    // snippet: testing-sequencer
    [CoroutineTest]
    public IEnumerator<Awaitable> Update_BetweenReadAndWrite_IsLost()
    {
        int value = 0;
        var sequence = new Sequencer();
        yield return Gather(Add(1, readAt: 0, writeAt: 2), Add(10, readAt: 1, writeAt: 3));
        value.ShouldBe(10);                                // and not 11

        IEnumerator<Awaitable> Add(int amount, int readAt, int writeAt)
        {
            yield return sequence.Step(readAt);
            int read = value;
            yield return sequence.Step(writeAt);
            value = read + amount;
        }
    }
    // end-snippet

    [Test]
    public void TestScheduler_NeedsNoFramework()
    {
        // snippet: testing-scheduler
        using var test = new TestScheduler();
        CoTask alarm = test.Start(Ring(after: 60), "alarm");

        test.Iterate();                                    // one iteration
        test.Advance(59.5);                                // from deadline to deadline
        alarm.IsDone.ShouldBeFalse();
        test.Advance(0.5);
        alarm.IsDone.ShouldBeTrue();

        test.Run(Ring(after: 60));                         // or a coroutine from start to end
        test.VerifyNothingLeft();
        // end-snippet
    }

    [Test]
    public void GameLoop()
    {
        // snippet: testing-frames
        using var test = new TestScheduler(new TestOptions { Phases = [FramePhase.Update, _late] });
        var enemies = new CoGroup(test.Scheduler, "enemies");
        enemies.CreateTask(Patrol(), "orc");

        test.Scheduler.Tick(0.5);
        enemies.Pause();
        test.Scheduler.Tick(0.5);
        enemies.Resume();
        test.Scheduler.Tick(0.5);

        test.Trace.ShouldBe(
            "0 orc: started -> yield",
            "1.5 orc: yield, after a pause -> waiting for phase 'late'",
            "1.5 orc: phase 'late' -> done");
        test.VerifyNothingLeft();

        static IEnumerator<Awaitable> Patrol()
        {
            yield return null;
            yield return NextPhase(_late);
        }
        // end-snippet
    }

    [Test]
    public void Trace_ComparesAndDrawsARun()
    {
        // snippet: testing-trace
        using var test = new TestScheduler();
        test.Run(Breakfast(), "main");

        test.Trace.ShouldHaveLogged("tea", "toast");
        test.Trace.ShouldBe(
            "0 main: started -> awaiting a gather of 2, 2 of them not done",
            "0 tea: started (by main) -> sleep",
            "0 toast: started (by main) -> sleep",
            "2 tea # tea",
            "2 tea: timer -> done",
            "3 toast # toast",
            "3 toast: timer -> done",
            "3 main: a gather of 2, 2 of them not done (by toast) -> done");
        Console.WriteLine(test.Trace.Timeline());

        IEnumerator<Awaitable> Breakfast()
        {
            yield return Gather(CreateTask(Make("tea", 2.0), "tea"), CreateTask(Make("toast", 3.0), "toast"));
        }

        IEnumerator<Awaitable> Make(string what, double seconds)
        {
            yield return Sleep(seconds);
            TestScheduler.Current.Trace.Log(what);
        }
        // end-snippet

        Console.ShouldRead("time  0   2 3\nmain  o-------x\ntea     o-x\ntoast   o---x\n");
    }

    [Test]
    public void Explore_FindsTheOrderInWhichItFails()
    {
        // snippet: testing-explore
        Exploration exploration = Schedules.Explore(Withdrawals, runs: 1000);
        ScheduleFailure failure = exploration.ShouldFail();          // a real test says ShouldPass()
        Console.WriteLine($"{failure.Exception.GetType().Name}, {failure.Departures} departure");

        Should.Throw<ScheduleFailedException>(() => Schedules.Replay(Withdrawals, failure.Seed!.Value));
        Should.Throw<ScheduleFailedException>(() => Schedules.Replay(Withdrawals, failure.Choices));

        static IEnumerator<Awaitable> Withdrawals()
        {
            int balance = 100;
            yield return Gather(Withdraw(pauses: 1), Withdraw(pauses: 8));
            balance.ShouldBeGreaterThanOrEqualTo(0);

            IEnumerator<Awaitable> Withdraw(int pauses)
            {
                for (int i = 0; i < pauses; i++)
                    yield return null;
                if (balance >= 60)                                   // check,
                {
                    yield return null;
                    balance -= 60;                                   // then act
                }
            }
        }
        // end-snippet

        Console.ShouldRead("ShouldAssertException, 1 departure");
    }

    // snippet: testing-explore-attribute
    [CoroutineTest(Explore = 300)]
    public IEnumerator<Awaitable> Counter_LosesNothing()
    {
        int counter = 0;
        var gate = new CoLock();
        yield return Gather(Add(), Add());
        counter.ShouldBe(2);

        IEnumerator<Awaitable> Add()
        {
            yield return gate.Acquire().Into(out var held);
            using (held.Result)
            {
                int read = counter;
                yield return null;
                counter = read + 1;
            }
        }
    }
    // end-snippet

    // snippet: testing-liveness
    [CoroutineTest(Explore = 200)]
    public IEnumerator<Awaitable> Gate_OpensInTheEnd()
    {
        int inside = 0;
        int left = 0;
        var gate = new CoSemaphore(2);
        using (Always(() => inside <= 2, "at most two are inside"))
        {
            for (int i = 0; i < 4; i++)
                CreateTask(Visit());
            yield return Eventually(() => left == 4, within: 60.0, "all have left");
            yield return AllBlocked();
        }

        IEnumerator<Awaitable> Visit()
        {
            yield return gate.Acquire();
            inside++;
            yield return Sleep(1.0);
            inside--;
            left++;
            gate.Release();
        }
    }
    // end-snippet

    [Test]
    public void Explore_HasMarkedPlacesFail()
    {
        // snippet: testing-explore-faults
        ScheduleFailure failure = Schedules.Explore(Save).ShouldFail();
        Console.WriteLine(failure.Decisions[^1]);       // the fault point 'rename' fails in Save (task 'Save')

        static IEnumerator<Awaitable> Save()
        {
            List<string> files = ["old"];
            if (Chance(0.5))
                yield return null;
            files.Remove("old");
            try
            {
                FaultPoint("rename");
                files.Add("new");
            }
            catch (InjectedFaultException)
            {
                // Nobody tries again, or puts the old one back.
            }

            files.ShouldNotBeEmpty();
        }
        // end-snippet

        Console.ShouldRead("the fault point 'rename' fails in Save (task 'Save')");
    }

    [Test]
    public void ExploreAll_IsReducedToWhatMatters()
    {
        // snippet: testing-explore-all
        Exploration all = Schedules.ExploreAll(Transfers, new ExhaustiveOptions { PartialOrderReduction = true, TimeBudget = 5.0 });
        all.ShouldPass().IsExhaustive.ShouldBeTrue();

        static IEnumerator<Awaitable> Transfers()
        {
            var accounts = new[] { new CoLock("0"), new CoLock("1"), new CoLock("2") };
            yield return Gather(Transfer(0, 1), Transfer(1, 2), Transfer(0, 2));

            IEnumerator<Awaitable> Transfer(int from, int to)
            {
                yield return accounts[from].Acquire();
                yield return accounts[to].Acquire();
                accounts[to].Release();
                accounts[from].Release();
            }
        }
        // end-snippet
    }

    private static IEnumerator<Awaitable> Serve()
    {
        yield return new Future();
    }

    private static IEnumerator<Awaitable> Ring(double after)
    {
        yield return Sleep(after);
    }

    private static IEnumerator<Awaitable> TakeOne(CoQueue<string> jobs)
    {
        yield return jobs.Get().Into(out var job);
        yield return Return(job.Result);
    }

    private static IEnumerator<Awaitable> TakeLater(CoQueue<string> jobs, double seconds)
    {
        yield return Sleep(seconds);
        yield return Await<string>(TakeOne(jobs)).Into(out var job);
        yield return Return(job.Result);
    }

    private static IEnumerator<Awaitable> Retry(Func<IEnumerator<Awaitable>> attempt)
    {
        for (double pause = 1.0; ; pause *= 2)
        {
            yield return Settle<string>(attempt(), out Outcome<string> outcome);
            if (outcome.IsSuccess)
            {
                yield return Return(outcome.Result);
            }

            yield return Sleep(pause);
        }
    }
}
