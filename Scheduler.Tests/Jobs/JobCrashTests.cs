using Coroutines.Testing;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Jobs;

/// <summary>A worker that dies where it stands, in the middle of jobs, again and again: no clean-up runs, and nothing is lost.</summary>
public sealed class JobCrashTests
{
    private const int Count = 60;
    private const int Deaths = 8;

    [Test]
    public void WorkerThatDies_LosesNothing_AndWhatItHadInHandIsDoneAgain([Range(1, 5)] int seed)
    {
        var broker = new FakeBroker { Lease = 10 };
        var begun = new Dictionary<string, int>();
        using var world = new Simulation(seed);
        SimulatedHost worker = world.AddHost("worker", () => new JobWorker(broker, Handle, new JobWorkerOptions { Concurrency = 4, Prefetch = 4, Heartbeat = 3.0 }).Run());
        world.Run(Script());

        broker.Acknowledged.Count().ShouldBe(Count);
        broker.Dead.ShouldBeEmpty();
        begun.Count.ShouldBe(Count);
        begun.Keys.ShouldAllBe(id => broker.SettlementsOf(id) == 1);

        // At each death four are in hand at most that had begun.
        begun.Values.Sum().ShouldBeInRange(Count + 1, Count + (4 * Deaths));

        IEnumerator<Awaitable> Script()
        {
            broker.Add([.. Enumerable.Range(1, Count).Select(static number => $"{number}")]);
            for (int death = 0; death < Deaths; death++)
            {
                yield return Sleep(2.5 + (0.1 * seed * death));
                worker.Crash();
                yield return Sleep(1);
                worker.Restart();
            }

            yield return WaitUntil(() => !broker.Open.Any());
        }

        IEnumerator<Awaitable> Handle(Job job)
        {
            begun[job.Id] = begun.GetValueOrDefault(job.Id) + 1;
            yield return Sleep(2);
        }
    }
}
