using static Coroutines.Awaitable;

namespace Coroutines.Tests.Jobs;

// How it stops.
public sealed partial class JobWorkerTests
{
    [Test]
    public void Stop_GivesBackWhatHasNotBegun_AndLetsTheRestComeToItsEnd()
    {
        var broker = new FakeBroker();
        broker.Add("1", "2", "3", "4");
        Run(Stopped(broker, Options(concurrency: 2, prefetch: 2), 5, static (worker, _) => worker.Stop()));

        broker.Acknowledged.ShouldBe(["1", "2"]);
        broker.Calls.Where(static call => call.StartsWith("rejected", StringComparison.Ordinal)).ShouldBe(["rejected 3 for 0 s", "rejected 4 for 0 s"]);
        broker.Open.ShouldBe(["3", "4"]);
    }

    [Test]
    public void Stop_ClosesTheSource_BeforeAnythingIsGivenBack([Values] bool fails, [Values] bool hangs)
    {
        var broker = new FakeBroker { Closing = Closing };
        broker.Add("1", "2");
        Run(Stopped(broker, Options(concurrency: 1, prefetch: 1), 8, static (worker, _) => worker.Stop()));

        broker.Calls.ShouldBe(["fetched 1.1", "fetched 2.1", "closed", "rejected 2 for 0 s", "acknowledged 1"]);
        _problems.ShouldBe(fails || hangs ? ["Closing the source of jobs has failed; the worker stops without it"] : []);

        IEnumerator<Awaitable> Closing()
        {
            yield return Sleep(hangs ? 1000 : 0.1);
            if (fails)
            {
                throw new IOException("the broker is away");
            }
        }
    }

    [Test]
    public void Stop_AfterTheGrace_CancelsWhatRuns_AndGivesItBack()
    {
        var broker = new FakeBroker();
        broker.Add("1");
        Run(Stopped(broker, new JobWorkerOptions { GracePeriod = 2.0, ProblemHandler = Note }, 100, static (worker, _) => worker.Stop()));

        _log.ShouldBe(["1 cleaned up at 3"]);
        broker.Calls.ShouldBe(["fetched 1.1", "rejected 1 for 0 s"]);
    }

    [Test]
    public void Cancel_IsAStop_AndASecondOneEndsTheGrace()
    {
        var broker = new FakeBroker();
        broker.Add("1");
        Run(Stopped(broker, Options(), 100, static (_, run) =>
        {
            run.Cancel();
            Scheduler.Current.CallLater(4, () => run.Cancel());
        }));

        _log.ShouldBe(["1 cleaned up at 5"]);
        broker.Calls.ShouldBe(["fetched 1.1", "rejected 1 for 0 s"]);
    }

    [Test]
    public void EndOfTheRun_GivesBackWhatRuns()
    {
        var broker = new FakeBroker();
        broker.Add("1");
        Scheduler.Run(Main(), new SchedulerOptions { TimeProvider = new VirtualClock() });

        broker.Calls.ShouldBe(["fetched 1.1", "rejected 1 for 0 s"]);

        IEnumerator<Awaitable> Main()
        {
            CreateTask(new JobWorker(broker, static _ => Forever(), Options()).Run());
            yield return Sleep(1);
        }
    }

    [Test]
    public void Stop_WhileTheBrokerIsAway_GivesUpAndSaysSo()
    {
        var broker = new FakeBroker();
        broker.Add("1");
        Run(Test());

        broker.Open.ShouldBe(["1"]);
        _problems[^1].ShouldBe("The worker has stopped, and could not tell the source of 1 jobs: they come again when their leases run out");

        IEnumerator<Awaitable> Test()
        {
            var worker = new JobWorker(broker, Handle, Options());
            CoTask run = CreateTask(worker.Run());
            yield return Sleep(0.5);
            broker.AwayUntil = 1000;
            worker.Stop();
            yield return run;
            Scheduler.Current.Time.ShouldBeLessThan(20);
        }

        static IEnumerator<Awaitable> Handle(Job job)
        {
            yield return Sleep(1);
        }
    }

    [Test]
    public void ProblemHandlerThatThrows_EndsTheWorker_WithThat()
    {
        var broker = new FakeBroker { AwayUntil = 100 };
        Should.Throw<InvalidOperationException>(() => Run(new JobWorker(
            broker, static _ => Forever(), new JobWorkerOptions { ProblemHandler = static _ => throw new InvalidOperationException("no log") }).Run()))
            .Message.ShouldBe("no log");
    }
}
