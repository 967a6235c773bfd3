using static Coroutines.Awaitable;

namespace Coroutines.Tests.Frames;

/// <summary>The same inputs give the same trace, however wild.</summary>
public class TickReplayTests
{
    [Test]
    public void Ticks_WithRandomCoroutines_RepeatTheirTraceFromTheSeed([Values(1, 42, 20_260_101)] int seed)
    {
        TestContext.Out.WriteLine($"seed {seed}");
        List<string> first = Play(seed, 10_000);
        List<string> second = Play(seed, 10_000);

        first.Count.ShouldBeGreaterThan(40_000);
        DescribeFirstDifference(first, second).ShouldBe("none");
        Play(seed + 1, 100).ShouldNotBe(Play(seed, 100));
    }

    [Test]
    public void Ticks_WithRandomCoroutines_NeverGoBackInTime([Values(7)] int seed)
    {
        TestContext.Out.WriteLine($"seed {seed}");
        double last = 0;
        foreach (string line in Play(seed, 2000))
        {
            double time = double.Parse(line[..line.IndexOf(' ')]);
            time.ShouldBeGreaterThanOrEqualTo(last);
            last = time;
        }
    }

    // Two traces of ten thousands of lines make no readable message.
    private static string DescribeFirstDifference(List<string> first, List<string> second)
    {
        int same = first.Zip(second).TakeWhile(pair => pair.First == pair.Second).Count();
        return same == first.Count && same == second.Count
            ? "none"
            : $"line {same}: {string.Join(" | ", first.Skip(same - 3).Take(6))} <> {string.Join(" | ", second.Skip(same - 3).Take(6))}";
    }

    private static List<string> Play(int seed, int frames)
    {
        var random = new Random(seed);
        var trace = new List<string>();
        var alive = new List<CoTask>();
        int created = 0;
        using var scheduler = new Scheduler(new SchedulerOptions { ExceptionHandler = _ => { } });
        for (int frame = 0; frame < frames; frame++)
        {
            while (alive.Count(task => !task.IsDone) < 8)
            {
                alive.RemoveAll(task => task.IsDone);
                alive.Add(scheduler.CreateTask(Actor(++created, 0), name: $"actor {created}"));
            }

            scheduler.Tick(random.Next(10) == 0 ? random.NextDouble() * 2 : 1.0 / 60);
        }

        return trace;

        void Note(string what) => trace.Add($"{scheduler.Time:R} {what}");

        IEnumerator<Awaitable> Actor(int number, int depth)
        {
            try
            {
                while (true)
                {
                    Note($"{number}");
                    switch (random.Next(14))
                    {
                        case 0 when depth < 5:
                            yield return Await(Actor(number, depth + 1));
                            break;
                        case 1:
                            yield return Settle(scheduler.CreateTask(Actor(++created, depth + 2)), out _);
                            break;
                        case 2:
                            alive[random.Next(alive.Count)].Cancel();
                            yield return null;
                            break;
                        case 3:
                            throw new FormatException($"{number} fails");
                        case 4:
                            yield break;
                        case 5:
                            int asked = random.Next(5);
                            yield return WaitUntil(() => asked-- <= 0);
                            break;
                        case 6:
                            var future = new Future();
                            scheduler.CallLater(random.NextDouble(), () => _ = future.IsDone || Complete(future));
                            yield return future;
                            break;
                        case < 10:
                            yield return Sleep(random.NextDouble() * random.Next(3));
                            break;
                        default:
                            yield return null;
                            break;
                    }
                }
            }
            finally
            {
                Note($"{number} closed");
            }
        }

        static bool Complete(Future future)
        {
            future.SetResult();
            return true;
        }
    }
}
