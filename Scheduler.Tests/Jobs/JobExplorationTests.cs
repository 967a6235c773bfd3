using System.Globalization;
using Coroutines.Testing;
using static Coroutines.Awaitable;
using static Coroutines.Testing.TestKit;

namespace Coroutines.Tests.Jobs;

/// <summary>Every order of acknowledgements, heartbeats, time limits, faults of the broker and stops: each job is done, and settled once.</summary>
public sealed class JobExplorationTests
{
    private static readonly string[] _ids = ["1", "2", "3", "4", "5", "6"];

    // Failures differ by what was lost, not by when.
    private static ExplorationOptions Options(int runs) => new()
    {
        Runs = runs,
        Test = new TestOptions { Permitted = Leftovers.Tasks | Leftovers.Exceptions, VirtualTimeout = TimeSpan.FromDays(30), RealTimeout = 60.0, TracesSteps = false },
    };

    [Test]
    public void Jobs_AreDoneAtLeastOnce_AndSettledOnce_WhateverFailsAndInWhicheverOrder() =>
        Schedules.Explore(Work, Options(1500)).ShouldPass();

    [Test]
    public void Stop_AtAnyMoment_LosesNothing_AndTheNextWorkerGoesOn() =>
        Schedules.Explore(Stops, Options(1500)).ShouldPass();

    [Test]
    public void AnHourOfJobs_InVirtualTime()
    {
        using var scheduler = new TestScheduler(new TestOptions { Permitted = Leftovers.Tasks, TracesSteps = false, RealTimeout = 60.0 });
        scheduler.Run(Hour());
        scheduler.Time.ShouldBeGreaterThanOrEqualTo(3600);

        static IEnumerator<Awaitable> Hour()
        {
            var broker = new FakeBroker { Lease = 30 };
            var done = new Dictionary<string, int>();
            var worker = new JobWorker(broker, Handle, new JobWorkerOptions { TimeLimit = 20.0, MaxDeliveries = 3 });
            CoTask run = CreateTask(worker.Run());
            for (int i = 0; i < 3600; i++)
            {
                broker.Add($"{i}");
                yield return Sleep(1);
            }

            yield return WaitUntil(() => !broker.Open.Any());
            worker.Stop();
            yield return run;

            // Every hundredth takes too long, every tenth fails at first.
            broker.Dead.Count().ShouldBe(36);
            broker.Acknowledged.Count().ShouldBe(3564);
            done.Values.ShouldAllBe(static count => count == 1);

            IEnumerator<Awaitable> Handle(Job job)
            {
                int number = int.Parse(job.Id, CultureInfo.InvariantCulture);
                yield return Sleep(number % 100 == 0 ? 1000 : 1 + number % 7);
                if (number % 10 == 0 && job.Delivery == 1)
                {
                    throw new IOException("at first");
                }

                done[job.Id] = done.GetValueOrDefault(job.Id) + 1;
            }
        }
    }

    private static IEnumerator<Awaitable> Work()
    {
        var broker = new FakeBroker { Lease = 10, MayFail = true };
        var done = new HashSet<string>();
        broker.Add(_ids);
        CoTask run = CreateTask(NewWorker(broker, done, out JobWorker worker).Run());
        yield return Eventually(() => !broker.Open.Any(), within: 100_000, "all jobs are settled");
        worker.Stop();
        yield return run;
        Verify(broker, done);
    }

    private static IEnumerator<Awaitable> Stops()
    {
        var broker = new FakeBroker { Lease = 10, MayFail = true };
        var done = new HashSet<string>();
        broker.Add(_ids);
        for (int life = 0; broker.Open.Any(); life++)
        {
            CoTask run = CreateTask(NewWorker(broker, done, out JobWorker worker).Run());
            yield return Sleep(life < 5 ? Choose(12) : 1000);
            if (Choose(2) == 0)
            {
                worker.Stop();
            }
            else
            {
                run.Cancel();
                if (Choose(2) == 1)
                {
                    yield return Sleep(Choose(3));
                    run.Cancel();
                }
            }

            yield return Settle(run, out _, includeCancellation: true);
        }

        Verify(broker, done);
    }

    private static JobWorker NewWorker(FakeBroker broker, HashSet<string> done, out JobWorker worker) => worker = new JobWorker(
        broker,
        job => Handle(job, done),
        new JobWorkerOptions
        {
            Concurrency = 2,
            Prefetch = 2,
            TimeLimit = 4.0,
            Heartbeat = 3.0,
            GracePeriod = 2.0,
            MaxDeliveries = 1000,
            BackOff = static _ => 1.0,
            SourceBackOff = static _ => 0.5,
            ProblemHandler = static _ => { },
        });

    private static IEnumerator<Awaitable> Handle(Job job, HashSet<string> done)
    {
        yield return Sleep(Choose(3) * 2.5);
        if (Chance(0.1))
        {
            throw new IOException("now and then");
        }

        done.Add(job.Id);
    }

    private static void Verify(FakeBroker broker, HashSet<string> done)
    {
        broker.Acknowledged.Order().ShouldBe(_ids);
        broker.Dead.ShouldBeEmpty();
        done.Order().ShouldBe(_ids);
        Array.ForEach(_ids, id => broker.SettlementsOf(id).ShouldBe(1));
    }
}
