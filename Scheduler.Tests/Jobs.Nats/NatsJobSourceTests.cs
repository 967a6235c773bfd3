using System.Text;
using NATS.Client.Core;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Jobs.Nats;

/// <summary>A worker whose jobs come from a real server of NATS.</summary>
[Category("RealTime")]
public sealed partial class NatsJobSourceTests : NatsTest
{
    private readonly List<string> _log = [];
    private readonly List<string> _problems = [];

    [Test]
    public void Job_IsDone_AndNeverComesAgain()
    {
        Run(Test());
        _log.ShouldBe(["1: a (1) by jobs.mail", "2: b (1) by jobs.mail", "3: c (1) by jobs.mail"]);
        _problems.ShouldBeEmpty();

        IEnumerator<Awaitable> Test()
        {
            var worker = new JobWorker(Stream.Source(lease: 1), Handle, Options());
            CoTask run = CreateTask(worker.Run());
            yield return Await(Stream.Create());
            yield return Await(Stream.Publish("a", "b", "c"));
            yield return Await(Stream.UntilEmpty());

            // Longer than a lease.
            yield return Sleep(2);
            worker.Stop();
            yield return run;
            (worker.Acknowledged, worker.Rejected, worker.DeadLettered).ShouldBe((3, 0, 0));
            yield return Await(token => Stream.JetStream.GetConsumerAsync(Stream.Name, NatsStream.Consumer, token)).Into(out Awaitable<INatsJSConsumer> consumer);
            consumer.Result.Info.NumAckPending.ShouldBe(0);
        }

        IEnumerator<Awaitable> Handle(Job job)
        {
            _log.Add($"{job.Id}: {Text(job)} ({job.Delivery}) by {NatsDelivery.Of(job).Subject}");
            yield return null;
        }
    }

    [Test]
    public void Failure_ComesAgainAfterItsDelay_ThenGoesToTheDeadLetters()
    {
        var times = new List<double>();
        Run(Test());
        _log.ShouldBe(["1.1", "1.2", "1.3"]);
        (times[1] - times[0]).ShouldBeGreaterThanOrEqualTo(0.4);
        (times[2] - times[1]).ShouldBeGreaterThanOrEqualTo(0.8);

        IEnumerator<Awaitable> Test()
        {
            yield return Await(Work(new JobWorker(Stream.Source(), Handle, Options()), ["to be done"]));
            yield return Await<NatsStream.DeadLetterText>(Stream.DeadLetter()).Into(out Awaitable<NatsStream.DeadLetterText> dead);
            dead.Result.Payload.ShouldBe("to be done");
            dead.Result.Headers.ShouldContain("Job-Reason: delivery 3 has failed, the last of 3: IOException: disk  full\r\n");
            dead.Result.Headers.ShouldContain("Job-Id: 1\r\n");
            dead.Result.Headers.ShouldContain("Job-Subject: jobs.mail\r\n");
            dead.Result.Headers.ShouldContain("Job-Stream: jobs\r\n");
            dead.Result.Headers.ShouldContain("Job-Sequence: 1\r\n");
            dead.Result.Headers.ShouldContain("Job-Deliveries: 3\r\n");
        }

        IEnumerator<Awaitable> Handle(Job job)
        {
            times.Add(Scheduler.Current.Time);
            _log.Add($"{job.Id}.{job.Delivery}");
            yield return null;
            throw new IOException("disk\r\nfull");
        }
    }

    [Test]
    public void PayloadThatCannotBeRead_GoesToTheDeadLetters_WithItsReason()
    {
        Run(Test());
        _log.ShouldBe(["1", "3"]);

        IEnumerator<Awaitable> Test()
        {
            yield return Await(Work(JobWorker.Create(Stream.Source(), static payload => int.Parse(payload.Span), Handle, Options()), ["1", "two", "3"]));
            yield return Await<NatsStream.DeadLetterText>(Stream.DeadLetter()).Into(out Awaitable<NatsStream.DeadLetterText> dead);
            dead.Result.Payload.ShouldBe("two");
            dead.Result.Headers.ShouldContain("Job-Reason: The payload cannot be read: FormatException: The input string 'two' was not in a correct format.\r\n");
            dead.Result.Headers.ShouldContain("Job-Deliveries: 1\r\n");
        }

        IEnumerator<Awaitable> Handle(int number, Job job)
        {
            _log.Add($"{number}");
            yield break;
        }
    }

    [Test]
    public void DeadLetterThatNobodyTakes_StaysAJob_UntilSomebodyDoes()
    {
        Run(Test());
        _problems.ShouldBe(["Settling jobs has failed; it is tried again until it succeeds"]);

        IEnumerator<Awaitable> Test()
        {
            var worker = new JobWorker(Stream.Source(deadLetters: "graves.mail"), Refuse, Options());
            CoTask run = CreateTask(worker.Run());
            yield return Await(Stream.Create());
            yield return Await(Stream.Publish("a"));
            yield return WaitUntil(() => _problems.Count > 0);
            yield return Await<int>(Stream.Open()).Into(out Awaitable<int> open);
            open.Result.ShouldBe(1);

            yield return Await(token => Stream.JetStream.CreateStreamAsync(new StreamConfig("graves", ["graves.*"]), token));
            yield return Await(Stream.UntilEmpty());
            worker.Stop();
            yield return run;
            yield return Await<int>(NatsStream.Count(Stream.JetStream, "graves")).Into(out Awaitable<int> dead);
            (dead.Result, worker.DeadLettered).ShouldBe((1, 1));
        }

        static IEnumerator<Awaitable> Refuse(Job job)
        {
            yield return null;
            throw new JobRefusedException("no such user");
        }
    }

    [Test]
    public void Heartbeat_KeepsAJobThatTakesLongerThanItsLease()
    {
        Run(Test());
        _log.ShouldBe(["1.1"]);

        IEnumerator<Awaitable> Test()
        {
            var source = new NotedSource(Stream.Source(lease: 1));
            yield return Await(Work(new JobWorker(source, Handle, Options(heartbeat: 0.2)), ["a"]));
            source.Fetched.Count.ShouldBe(1);
        }

        IEnumerator<Awaitable> Handle(Job job)
        {
            _log.Add($"{job.Id}.{job.Delivery}");
            yield return Sleep(3);
        }
    }

    [Test]
    public void JobThatIsDeliveredAgainWhileItRuns_IsRunOnce_AndItsLastDeliveryIsSettled()
    {
        Run(Test());
        _log.ShouldBe(["1.1"]);

        IEnumerator<Awaitable> Test()
        {
            // The heartbeat is too slow for this lease.
            var source = new NotedSource(Stream.Source(lease: 1));
            yield return Await(Work(new JobWorker(source, Handle, Options(heartbeat: 100)), ["a"]));
            source.Fetched.Count.ShouldBeGreaterThanOrEqualTo(2);
            source.Fetched.ShouldAllBe(static job => job.Id == "1");
            source.Acknowledged.ShouldBe([source.Fetched[^1]]);
        }

        IEnumerator<Awaitable> Handle(Job job)
        {
            _log.Add($"{job.Id}.{job.Delivery}");
            yield return Sleep(2.5);
        }
    }

    [Test]
    public void Job_HasTheIdAndTheHeadersThatItWasPublishedWith()
    {
        Run(Test());
        _log.ShouldBe(["order-7: ann"]);

        IEnumerator<Awaitable> Test()
        {
            yield return Await(Stream.Create());
            var headers = new NatsHeaders { ["For"] = "ann" };

            // The server forgets the second.
            for (int i = 0; i < 2; i++)
            {
                yield return Await(token => Stream.JetStream.PublishAsync(
                    Stream.Subject, "a"u8.ToArray(), opts: new NatsJSPubOpts { MsgId = "order-7" }, headers: headers, cancellationToken: token));
            }

            yield return Await(Work(new JobWorker(Stream.Source(), Handle, Options()), []));
        }

        IEnumerator<Awaitable> Handle(Job job)
        {
            _log.Add($"{job.Id}: {NatsDelivery.Of(job).Headers!["For"]}");
            yield break;
        }
    }

    [Test]
    public void ConsumerThatMayHaveFewJobsOut_IsServedAsFastAsItGoes()
    {
        // Each request of the worker is for more than that, and would stay open for ten seconds.
        Run(Test());
        _log.Count.ShouldBe(30);

        IEnumerator<Awaitable> Test()
        {
            yield return Await(Stream.Create());
            yield return Await(token => Stream.JetStream.CreateConsumerAsync(
                Stream.Name, new ConsumerConfig(NatsStream.Consumer) { AckWait = TimeSpan.FromSeconds(30), MaxDeliver = -1, MaxAckPending = 3 }, token));
            yield return Await(Work(new JobWorker(Stream.Source(), Handle, Options()), [.. Enumerable.Range(1, 30).Select(static number => $"{number}")]));
        }

        IEnumerator<Awaitable> Handle(Job job)
        {
            _log.Add(job.Id);
            yield return Sleep(0.01);
        }
    }

    [Test]
    public void ConsumerThatWouldLoseJobs_IsRefused()
    {
        Exception? refusal = null;
        Run(Test());
        refusal.ShouldBeOfType<NatsException>().Message.ShouldBe(
            "The consumer workers drops a job after 5 deliveries (MaxDeliver). It has to have no such limit: the worker has one.");

        IEnumerator<Awaitable> Test()
        {
            yield return Await(Stream.Create());
            yield return Await(token => Stream.JetStream.CreateConsumerAsync(Stream.Name, new ConsumerConfig(NatsStream.Consumer) { MaxDeliver = 5 }, token));
            var worker = new JobWorker(Stream.Source(), static _ => Never(), new JobWorkerOptions { ProblemHandler = problem => refusal = problem.Exception });
            CoTask run = CreateTask(worker.Run());
            yield return WaitUntil(() => refusal is not null);
            worker.Stop();
            yield return run;
        }
    }

    [Test]
    public void ConsumerThatIsDeleted_IsMadeAgain_AndWhatWasInHandIsDoneAgain()
    {
        Run(Test());
        _log.Distinct().Order().ShouldBe(["1", "2", "3", "4"]);

        IEnumerator<Awaitable> Test()
        {
            // The hand is full: nothing is fetched before something is settled.
            var worker = new JobWorker(Stream.Source(), Handle, Options(concurrency: 2, prefetch: 0));
            CoTask run = CreateTask(worker.Run());
            yield return Await(Stream.Create());
            yield return Await(Stream.Publish("1", "2", "3", "4"));
            yield return WaitUntil(() => _log.Count == 2);
            yield return Await(token => Stream.JetStream.DeleteConsumerAsync(Stream.Name, NatsStream.Consumer, token));
            yield return Await(Stream.UntilEmpty());
            worker.Stop();
            yield return run;
        }

        IEnumerator<Awaitable> Handle(Job job)
        {
            _log.Add(job.Id);
            yield return Sleep(0.5);
        }
    }

    [Test]
    public void ServerThatComesLater_IsWaitedFor()
    {
        Run(Test(), startsServer: false);
        _log.ShouldBe(["1"]);
        _problems.ShouldBe(["Fetching jobs has failed; it is tried again until it succeeds"]);

        IEnumerator<Awaitable> Test()
        {
            var worker = new JobWorker(Stream.Source(), Handle, Options());
            CoTask run = CreateTask(worker.Run());
            yield return WaitUntil(() => _problems.Count > 0);
            yield return Sleep(1);
            yield return ToThread(Server.Start);
            yield return Await(Stream.Create());
            yield return Await(Stream.Publish("a"));
            yield return WaitUntil(() => worker.Acknowledged == 1);
            worker.Stop();
            yield return run;
        }

        IEnumerator<Awaitable> Handle(Job job)
        {
            _log.Add(job.Id);
            yield break;
        }
    }

    [Test]
    public void BadArguments_AreErrorsOfTheCall()
    {
        NatsJSContext jetStream = Stream.JetStream;
        Should.Throw<ArgumentNullException>(static () => new NatsJobSource(null!, "jobs", "workers"));
        Should.Throw<ArgumentNullException>(() => new NatsJobSource(jetStream, null!, "workers"));
        Should.Throw<ArgumentException>(() => new NatsJobSource(jetStream, "jobs", ""));
        Should.Throw<ArgumentOutOfRangeException>(static () => new NatsJobSourceOptions { Lease = TimeSpan.Zero });
        Should.Throw<ArgumentNullException>(static () => NatsDelivery.Of(null!));
        Should.Throw<ArgumentException>(static () => NatsDelivery.Of(new Job("1", default)));
        new NatsJobSource(jetStream, "jobs", "workers").ToString().ShouldBe("jobs, by workers");
    }

    private static string Text(Job job) => Encoding.UTF8.GetString(job.Payload.Span);

    private static IEnumerator<Awaitable> Never()
    {
        yield return Sleep(1_000_000);
    }

    /// <summary>Publishes jobs, and works until all are settled.</summary>
    private IEnumerator<Awaitable> Work(JobWorker worker, string[] payloads)
    {
        CoTask run = CreateTask(worker.Run());
        yield return Settle(Stream.Create(), out _);
        yield return Await(Stream.Publish(payloads));
        yield return Await(Stream.UntilEmpty());
        worker.Stop();
        yield return run;
        worker.InHand.ShouldBe(0);
    }

    private JobWorkerOptions Options(int concurrency = 10, int prefetch = 10, double heartbeat = 10) => new()
    {
        Concurrency = concurrency,
        Prefetch = prefetch,
        Heartbeat = heartbeat,
        MaxDeliveries = 3,
        BackOff = static delivery => 0.4 * delivery,
        ProblemHandler = Note,
    };

    private void Note(ExceptionContext problem)
    {
        _problems.Add(problem.Message);
        TestContext.Out.WriteLine($"{problem.Message}: {problem.Exception}");
    }
}
