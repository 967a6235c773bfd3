using System.Diagnostics;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Jobs.Nats;

/// <summary>Workers and servers that are killed by signal 9 in the middle of jobs. Nothing is lost; what is done twice, and how long it takes to go on, is printed.</summary>
[Category("RealTime")]
[Platform("Linux, MacOsX")]
public sealed class NatsKillTests : NatsTest
{
    private const double Patience = 240;
    private const int Kills = 4;

    [Test]
    public void WorkerThatIsKilled_LosesNothing_AndTheNextOneGoesOn()
    {
        const int Count = 2_000;
        string file = Path.Combine(Path.GetTempPath(), $"coroutines-worker-{Environment.ProcessId}");
        File.Delete(file);
        Process? worker = null;
        var pauses = new List<double>();
        try
        {
            Run(Test(), Patience);
            Print("worker", Count, Done(), pauses);
        }
        finally
        {
            worker?.Kill();
            File.Delete(file);
        }

        IEnumerator<Awaitable> Test()
        {
            yield return Await(Stream.Create());
            yield return Await(Stream.Publish([.. Enumerable.Range(1, Count).Select(static number => $"{number}")]));
            for (int kill = 0; kill <= Kills; kill++)
            {
                int before = Done().Length;
                double start = Scheduler.Current.Time;
                worker = WorkerProgram.Start(Server.Url, Stream.Name, file);
                yield return WaitUntil(() => Done().Length > before);
                pauses.Add(Scheduler.Current.Time - start);
                if (kill < Kills)
                {
                    yield return WaitUntil(() => Done().Length > before + (Count / (Kills + 2)));
                    worker.Kill();
                    worker.WaitForExit();
                    worker.Dispose();
                }
            }

            yield return Await(Stream.UntilEmpty());
        }

        string[] Done() => WorkerProgram.ReadDone(file);
    }

    [Test]
    public void ServerThatIsKilled_LosesNothing_AndTheWorkerGoesOn()
    {
        const int Count = 5_000;
        var done = new List<string>();
        var pauses = new List<double>();
        var problems = new List<string>();
        JobWorker? worker = null;
        try
        {
            Run(Test(), Patience);
        }
        finally
        {
            // Also where it has come to a standstill.
            TestContext.Out.WriteLine($"{worker}; acknowledged {worker?.Acknowledged}, given back {worker?.Rejected}, to the dead letters {worker?.DeadLettered}");
        }

        Print("server", Count, done, pauses);
        TestContext.Out.WriteLine($"reported: {string.Join("; ", problems.CountBy(static problem => problem).Select(static entry => $"{entry.Value} times {entry.Key}"))}");

        IEnumerator<Awaitable> Test()
        {
            yield return Await(Stream.Create());
            yield return Await(Stream.Publish([.. Enumerable.Range(1, Count).Select(static number => $"{number}")]));
            worker = new JobWorker(Stream.Source(lease: 2), Handle, new JobWorkerOptions
            {
                Concurrency = 20,
                Prefetch = 20,
                Heartbeat = 0.5,
                MaxDeliveries = 1000,
                ProblemHandler = Note,
            });
            CoTask run = CreateTask(worker.Run());
            for (int kill = 1; kill <= Kills; kill++)
            {
                yield return WaitUntil(() => done.Count > kill * Count / (Kills + 2));
                yield return ToThread(Server.Kill);

                // What is in hand comes to its end meanwhile.
                yield return Sleep(0.5);
                int before = done.Count;
                yield return ToThread(Server.Start);
                double start = Scheduler.Current.Time;
                yield return WaitUntil(() => done.Count > before);
                pauses.Add(Scheduler.Current.Time - start);
            }

            // Not until the consumer waits for nothing: after a kill it may wait for what its stream has not any more.
            yield return WaitUntil(() => done.Count >= Count && done.Distinct().Count() == Count);
            worker.Stop();
            yield return run;
            worker.DeadLettered.ShouldBe(0);

            // Their removal was not written yet when the server was killed. They are settled all the same, and do not come again.
            yield return Await<int>(Stream.Open()).Into(out Awaitable<int> left);
            TestContext.Out.WriteLine($"settled, and left in the stream: {left.Result}");
        }

        void Note(ExceptionContext problem) => problems.Add($"{problem.Message} ({problem.Exception?.GetType().Name})");

        IEnumerator<Awaitable> Handle(Job job)
        {
            yield return Sleep(0.01);
            done.Add(job.Id);
        }
    }

    private static void Print(string what, int count, IReadOnlyCollection<string> done, List<double> pauses)
    {
        int different = done.Distinct().Count();
        TestContext.Out.WriteLine(FormattableString.Invariant(
            $"{what} killed {Kills} times: {count} jobs published, {different} done, {done.Count - different} done twice, {count - different} lost"));
        TestContext.Out.WriteLine(FormattableString.Invariant($"from each start to the next job that was done: {string.Join(", ", pauses.Select(static pause => $"{pause:0.00} s"))}"));
        different.ShouldBe(count);
    }
}
