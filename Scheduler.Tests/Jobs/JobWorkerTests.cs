using System.Globalization;
using Coroutines.Testing;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Jobs;

/// <summary>A worker and a broker in virtual time: what becomes of each job.</summary>
public sealed partial class JobWorkerTests
{
    private readonly List<string> _log = [];
    private readonly List<string> _problems = [];

    [SetUp]
    public void Clear()
    {
        _log.Clear();
        _problems.Clear();
    }

    [Test]
    public void Jobs_AreRunSoManyAtATime_AndAcknowledgedInBatches()
    {
        var broker = new FakeBroker();
        broker.Add([.. Numbers(100)]);
        int running = 0;
        int most = 0;
        Run(Test());

        broker.Acknowledged.ShouldBe(Numbers(100));
        most.ShouldBe(4);
        broker.Fetched.Max().ShouldBe(12);
        broker.AcknowledgedBatches.Max().ShouldBe(4);
        _problems.ShouldBeEmpty();

        IEnumerator<Awaitable> Test()
        {
            var worker = new JobWorker(broker, Handle, Options(concurrency: 4, prefetch: 8));
            CoTask run = CreateTask(worker.Run());
            yield return WaitUntil(() => !broker.Open.Any());
            (worker.Acknowledged, worker.Rejected, worker.DeadLettered).ShouldBe((100, 0, 0));
            worker.Stop();
            yield return run;
            worker.ToString().ShouldBe("worker (0 running, 0 in hand)");
        }

        IEnumerator<Awaitable> Handle(Job job)
        {
            most = Math.Max(most, ++running);
            yield return Sleep(1);
            running--;
        }
    }

    [Test]
    public void Failure_ComesAgainLaterAndLater_ThenGoesToTheDeadLetters()
    {
        var broker = new FakeBroker();
        broker.Add("a");
        Run(Test(broker, Options(), Handle, static broker => !broker.Open.Any()));

        _log.ShouldBe(["0 1", "1 2", "3 3"]);
        broker.Dead.ShouldBe(["a: delivery 3 has failed, the last of 3: IOException: disk"]);
        broker.Calls.ShouldBe(
            ["fetched a.1", "rejected a for 1 s", "fetched a.2", "rejected a for 2 s", "fetched a.3", "dead a"]);

        IEnumerator<Awaitable> Handle(Job job)
        {
            _log.Add(FormattableString.Invariant($"{Math.Floor(Scheduler.Current.Time)} {job.Delivery}"));
            yield return null;
            throw new IOException("disk");
        }
    }

    [Test]
    public void HandlerThatRefuses_OrIsNotMade_IsTold()
    {
        var broker = new FakeBroker();
        broker.Add("refused", "not made", "null", "cancelled");
        Run(Test(broker, new JobWorkerOptions { MaxDeliveries = 1, ProblemHandler = Note }, Handle, static broker => !broker.Open.Any()));

        broker.Dead.Order().ShouldBe(
        [
            "cancelled: delivery 1 has failed, the last of 1: CancelledException: from inside",
            "not made: delivery 1 has failed, the last of 1: IOException: none",
            "null: delivery 1 has failed, the last of 1: ArgumentNullException: A coroutine is needed, but null was given. Did the method that should make it return null? (Parameter 'coroutine')",
            "refused: no such user",
        ]);

        static IEnumerator<Awaitable> Handle(Job job) => job.Id switch
        {
            "not made" => throw new IOException("none"),
            "null" => null!,
            "cancelled" => Cancelled(),
            _ => Refusing(),
        };

        static IEnumerator<Awaitable> Refusing()
        {
            yield return null;
            throw new JobRefusedException("no such user");
        }

        static IEnumerator<Awaitable> Cancelled()
        {
            CoTask inner = CreateTask(Forever());
            yield return null;
            inner.Cancel("from inside");
            yield return inner;
        }
    }

    [Test]
    public void PayloadThatCannotBeRead_GoesToTheDeadLetters_WithItsReason()
    {
        var broker = new FakeBroker();
        broker.Add("1", "two", "3");
        Run(Test());

        _log.ShouldBe(["1", "3"]);
        broker.Dead.ShouldBe(["two: The payload cannot be read: FormatException: The input string 'two' was not in a correct format."]);
        broker.DeliveriesOf("two").ShouldBe(1);

        IEnumerator<Awaitable> Test()
        {
            JobWorker worker = JobWorker.Create(broker, static payload => int.Parse(payload.Span, CultureInfo.InvariantCulture), Handle, Options());
            CoTask run = CreateTask(worker.Run());
            yield return WaitUntil(() => !broker.Open.Any());
            worker.Stop();
            yield return run;
        }

        IEnumerator<Awaitable> Handle(int number, Job job)
        {
            _log.Add($"{number}");
            yield break;
        }
    }

    [Test]
    public void TimeLimit_CancelsTheHandler_AndTheJobHasFailed()
    {
        var broker = new FakeBroker();
        broker.Add("slow");
        Run(Test(broker, Options(limit: 5), Handle, static broker => !broker.Open.Any()));

        _log.ShouldBe(["cleaned up", "cleaned up", "cleaned up"]);
        broker.Dead.Single().ShouldStartWith("slow: delivery 3 has failed, the last of 3: TimeoutException");
        _problems.ShouldBeEmpty();

        IEnumerator<Awaitable> Handle(Job job)
        {
            Defer(() => _log.Add("cleaned up"));
            yield return Sleep(100);
        }
    }

    [Test]
    public void HandlerThatNeverEnds_IsReported_AndKeepsItsPlaceAlone()
    {
        var broker = new FakeBroker();
        broker.Add("stubborn", "other");
        Run(Test());

        broker.Acknowledged.ShouldBe(["other"]);
        broker.Dead.ShouldBe(["stubborn: delivery 1 has failed, the last of 1: its handler was cancelled at the time limit and does not end"]);
        _problems.ShouldBe(["The handler of job 'stubborn' (delivery 1) was cancelled and does not end; the job is settled without it"]);

        IEnumerator<Awaitable> Test()
        {
            var worker = new JobWorker(broker, Handle, new JobWorkerOptions { Concurrency = 2, TimeLimit = 5.0, Patience = 2.0, MaxDeliveries = 1, ProblemHandler = Note });
            CoTask run = CreateTask(worker.Run());
            yield return WaitUntil(() => !broker.Open.Any());
            worker.Running.ShouldBe(1);
            worker.InHand.ShouldBe(0);
            worker.Stop();
            yield return run;
        }

        static IEnumerator<Awaitable> Handle(Job job)
        {
            for (int i = 0; job.Id == "stubborn" && i < 100; i++)
            {
                yield return Settle(Sleep(1), out _, includeCancellation: true);
            }
        }
    }

    [Test]
    public void Heartbeat_KeepsALongJob_WhichRunsOnce()
    {
        var broker = new FakeBroker { Lease = 30 };
        broker.Add("long");
        Run(Test(broker, Options(), Handle, static broker => !broker.Open.Any()));

        broker.DeliveriesOf("long").ShouldBe(1);
        broker.Calls.Count(static call => call == "extended long").ShouldBe(359);

        static IEnumerator<Awaitable> Handle(Job job)
        {
            yield return Sleep(3600);
        }
    }

    [Test]
    public void JobThatIsDeliveredAgainWhileItRuns_IsNotRunTwice_AndItsLastDeliveryIsSettled()
    {
        // The heartbeat is too slow for this lease.
        var broker = new FakeBroker { Lease = 4 };
        broker.Add("a");
        Run(Test(broker, Options(), Handle, static broker => !broker.Open.Any()));

        _log.ShouldBe(["a.1"]);
        broker.DeliveriesOf("a").ShouldBe(2);
        broker.Acknowledged.ShouldBe(["a"]);

        IEnumerator<Awaitable> Handle(Job job)
        {
            _log.Add($"{job.Id}.{job.Delivery}");
            yield return Sleep(6);
        }
    }

    [Test]
    public void BrokerThatIsAwayAtTheStart_IsAskedAgain_WithGrowingPauses_AndReportedOnce()
    {
        var broker = new FakeBroker { AwayUntil = 100 };
        broker.Add("a");
        Run(Test(broker, Options(), Handle, static broker => !broker.Open.Any()));

        broker.Acknowledged.ShouldBe(["a"]);
        broker.Calls.Count(static call => call == "fetch fails").ShouldBe(10);
        _problems.ShouldBe(["Fetching jobs has failed; it is tried again until it succeeds"]);

        static IEnumerator<Awaitable> Handle(Job job)
        {
            yield break;
        }
    }

    [Test]
    public void BrokerThatGoesAway_IsToldLater_AndNoMoreIsFetchedThanFits()
    {
        var broker = new FakeBroker { Lease = 1000 };
        broker.Add([.. Numbers(100)]);
        Run(Test());

        broker.Acknowledged.ShouldBe(Numbers(100));
        broker.Fetched[0].ShouldBe(20);

        IEnumerator<Awaitable> Test()
        {
            var worker = new JobWorker(broker, Handle, Options(concurrency: 10, prefetch: 10));
            CoTask run = CreateTask(worker.Run());
            yield return Sleep(0.5);
            broker.AwayUntil = 50;
            yield return Sleep(20);
            worker.InHand.ShouldBe(20);
            yield return WaitUntil(() => !broker.Open.Any());
            worker.Stop();
            yield return run;
        }

        static IEnumerator<Awaitable> Handle(Job job)
        {
            yield return Sleep(1);
        }
    }

    [Test]
    public void Worker_IsRunOnce()
    {
        Run(Test());

        static IEnumerator<Awaitable> Test()
        {
            var worker = new JobWorker(new FakeBroker(), static _ => Forever());
            worker.Stop();
            yield return Await(worker.Run());
            yield return Settle(worker.Run(), out Outcome outcome);
            outcome.Exception.ShouldBeOfType<InvalidOperationException>().Message.ShouldContain("run once");
        }
    }

    [Test]
    public void BadArguments_AreErrorsOfTheCall()
    {
        Should.Throw<ArgumentNullException>(static () => new JobWorker(null!, static _ => Forever()));
        Should.Throw<ArgumentNullException>(static () => new JobWorker(new FakeBroker(), null!));
        Should.Throw<ArgumentNullException>(static () => JobWorker.Create<int>(new FakeBroker(), null!, static (_, _) => Forever()));
        Should.Throw<ArgumentOutOfRangeException>(static () => new JobWorkerOptions { Concurrency = 0 });
        Should.Throw<ArgumentOutOfRangeException>(static () => new JobWorkerOptions { Prefetch = -1 });
        Should.Throw<ArgumentOutOfRangeException>(static () => new JobWorkerOptions { MaxDeliveries = 0 });
        Should.Throw<ArgumentOutOfRangeException>(static () => new JobWorkerOptions { Heartbeat = 0.0 });
        Should.Throw<ArgumentOutOfRangeException>(static () => new Job("1", default, delivery: 0));
        Should.Throw<ArgumentNullException>(static () => new Job(null!, default));
        new Job("1", default, 2).ToString().ShouldBe("job '1' (delivery 2)");
    }

    private static IEnumerable<string> Numbers(int count) => Enumerable.Range(1, count).Select(static number => $"{number}");

    private static IEnumerator<Awaitable> Forever()
    {
        yield return Sleep(1_000_000);
    }

    // Runs a test to its end, where nothing may be left.
    private static void Run(IEnumerator<Awaitable> test)
    {
        using var scheduler = new TestScheduler(new TestOptions { Permitted = Leftovers.Tasks });
        scheduler.Run(test);
    }

    private static IEnumerator<Awaitable> Test(FakeBroker broker, JobWorkerOptions options, Func<Job, IEnumerator<Awaitable>> handler, Func<FakeBroker, bool> isOver)
    {
        var worker = new JobWorker(broker, handler, options);
        CoTask run = CreateTask(worker.Run());
        yield return WaitUntil(() => isOver(broker));
        worker.Stop();
        yield return run;
        worker.InHand.ShouldBe(0);
    }

    private IEnumerator<Awaitable> Stopped(FakeBroker broker, JobWorkerOptions options, double duration, Action<JobWorker, CoTask> stop)
    {
        var worker = new JobWorker(broker, Handle, options);
        CoTask run = CreateTask(worker.Run());
        yield return Sleep(1);
        stop(worker, run);
        yield return Settle(run, out _, includeCancellation: true);
        worker.InHand.ShouldBe(0);

        IEnumerator<Awaitable> Handle(Job job)
        {
            try
            {
                yield return Sleep(duration);
            }
            finally
            {
                _log.Add(FormattableString.Invariant($"{job.Id} cleaned up at {Math.Floor(Scheduler.Current.Time)}"));
            }
        }
    }

    private JobWorkerOptions Options(int concurrency = 10, int prefetch = 10, double limit = double.PositiveInfinity) =>
        new() { Concurrency = concurrency, Prefetch = prefetch, TimeLimit = limit, MaxDeliveries = 3, ProblemHandler = Note };

    private void Note(ExceptionContext problem) => _problems.Add(problem.Message);
}
