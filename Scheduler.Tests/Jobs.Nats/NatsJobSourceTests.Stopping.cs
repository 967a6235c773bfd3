using NATS.Client.JetStream.Models;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Jobs.Nats;

// What a worker that stops leaves to the next.
public sealed partial class NatsJobSourceTests
{
    [Test]
    public void Stop_GivesBackWhatHasNotBegun_AndTheNextWorkerHasItAtOnce()
    {
        Run(Test());
        _log.ShouldBe(["1.1", "2.1", "3.2", "4.2", "5.2", "6.2"]);

        IEnumerator<Awaitable> Test()
        {
            // Nothing comes back by itself within this test.
            yield return Await(Stream.Create());
            yield return Await(Stream.Publish("1", "2", "3", "4", "5", "6"));
            var first = new JobWorker(Stream.Source(lease: 1000), Handle, Options(concurrency: 2, prefetch: 8));
            CoTask run = CreateTask(first.Run());
            yield return WaitUntil(() => first.InHand == 6);
            first.Stop();
            yield return run;
            (first.Acknowledged, first.Rejected, first.InHand).ShouldBe((2, 4, 0));
            yield return Await(Work(new JobWorker(Stream.Source(), Handle, Options(concurrency: 1)), []));
        }
    }

    [Test]
    public void Stop_WhileTheConsumerHasNoRoom_LeavesNothingAsked()
    {
        Run(Test());
        _log.ShouldBe(["1.1", "2.2", "3.1", "4.1"]);

        IEnumerator<Awaitable> Test()
        {
            yield return Await(Stream.Create());
            yield return Await(Stream.Publish("1", "2", "3", "4"));

            // The third is asked for, and waits at the server until one of two is settled.
            var config = new ConsumerConfig(NatsStream.Consumer) { AckWait = TimeSpan.FromSeconds(1000), MaxAckPending = 2 };
            yield return Await(token => Stream.JetStream.CreateConsumerAsync(Stream.Name, config, token));
            var first = new JobWorker(Stream.Source(lease: 1000), Handle, Options(concurrency: 1, prefetch: 2));
            CoTask run = CreateTask(first.Run());
            yield return WaitUntil(() => first.InHand == 2);
            first.Stop();
            yield return run;
            (first.Acknowledged, first.Rejected, first.InHand).ShouldBe((1, 1, 0));
            yield return Await(Work(new JobWorker(Stream.Source(), Handle, Options(concurrency: 1)), []));
        }
    }

    [Test]
    public void Stop_WhileNothingIsThere_LeavesNothingAsked()
    {
        Run(Test());
        _log.ShouldBe(["1.1"]);

        IEnumerator<Awaitable> Test()
        {
            yield return Await(Stream.Create());
            var first = new JobWorker(Stream.Source(lease: 1000), Handle, Options());
            CoTask run = CreateTask(first.Run());
            yield return Sleep(1);
            first.Stop();
            yield return run;

            // With a request left behind, it would be leased to nobody.
            yield return Await(Work(new JobWorker(Stream.Source(), Handle, Options()), ["a"]));
        }
    }

    [Test]
    public void FetchThatIsCancelled_GivesBackWhatHasComeMeanwhile()
    {
        Run(Test());
        _log.ShouldBe(["1.2"]);

        IEnumerator<Awaitable> Test()
        {
            NatsJobSource source = Stream.Source(lease: 1000);
            CoTask fetch = CreateTask(source.Fetch(10));
            yield return Sleep(1);

            // The job comes while the loop stands still, and the cancel is what the loop sees first.
            Task published = Stream.JetStream.PublishAsync(Stream.Subject, "a"u8.ToArray()).AsTask();
            Thread.Sleep(1_000);
            fetch.Cancel();
            yield return Settle(fetch, out Outcome outcome, includeCancellation: true);
            outcome.IsCancelled.ShouldBeTrue();
            yield return Await(published);
            yield return Await(Work(new JobWorker(source, Handle, Options()), []));
        }
    }

    private IEnumerator<Awaitable> Handle(Job job)
    {
        _log.Add($"{job.Id}.{job.Delivery}");
        yield return Sleep(0.2);
    }
}
