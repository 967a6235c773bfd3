using static Coroutines.Awaitable;

namespace Coroutines.Tests.Pausing;

/// <summary>
/// Random programs of groups that are paused, slowed down and cancelled, against a model that looks at everybody at each moment.
/// </summary>
/// <remarks>
/// All times are sums of halves, quarters and so on, and all speeds powers of two: so both calculate exactly, each in its own
/// way. The model counts down what is left of each wait, where the library keeps deadlines.
/// </remarks>
public class GroupModelTests
{
    // Thousands of seeds were tried; these run each time.
    [Test]
    public void RandomPrograms_WakeWhenAndInTheOrderThatTheModelPredicts([Range(0, 700, 100)] int firstSeed)
    {
        for (int seed = firstSeed; seed < firstSeed + 100; seed++)
        {
            var program = new GroupProgram(seed);
            List<string> expected = new GroupModel(program).Run();
            List<string> actual = Run(program);
            int same = expected.Zip(actual).TakeWhile(pair => pair.First == pair.Second).Count();
            if (same < expected.Count || same < actual.Count)
            {
                Assert.Fail($"seed {seed}, line {same}: expected\n{Excerpt(expected, same)}\nbut it was\n{Excerpt(actual, same)}\nin\n{program}");
            }
        }
    }

    [Test]
    public void RandomPrograms_DoAllThatTheyCanDo()
    {
        List<string>[] traces = [.. Enumerable.Range(0, 100).Select(seed => new GroupModel(new GroupProgram(seed)).Run())];
        traces.Sum(trace => trace.Count).ShouldBeGreaterThan(2500);
        traces.Sum(trace => trace.Count(line => line.Contains("closed"))).ShouldBeGreaterThan(100);
        traces.SelectMany(trace => trace.Select(line => line[line.IndexOf('@')..])).Distinct().Count().ShouldBeGreaterThan(1000);
    }

    private static string Excerpt(List<string> lines, int place) =>
        string.Join("\n", lines.Skip(Math.Max(place - 3, 0)).Take(8));

    private static List<string> Run(GroupProgram program)
    {
        var trace = new List<string>();
        bool isOver = false;
        using var scheduler = new Scheduler();
        var groups = new List<CoGroup>();
        foreach (int parent in program.Parents)
        {
            groups.Add(parent < 0 ? new CoGroup(scheduler) : new CoGroup(groups[parent]));
        }

        var tasks = new CoTask?[program.Tasks.Count];
        foreach (GroupProgram.Action action in program.Timed)
        {
            scheduler.CallAt(action.Time, () => Do(action));
        }

        for (int frame = 0; frame < program.Frames.Count; frame++)
        {
            foreach (GroupProgram.Action action in program.Between.Where(action => action.Frame == frame))
            {
                Do(action);
            }

            scheduler.Tick(program.Frames[frame]);
        }

        isOver = true;
        return trace;

        void Do(GroupProgram.Action action)
        {
            switch (action.Kind)
            {
                case GroupProgram.Verb.Start:
                    GroupProgram.Body body = program.Tasks[action.Target];
                    tasks[action.Target] = body.Group < 0
                        ? scheduler.CreateTask(Act(action.Target, body))
                        : groups[body.Group].CreateTask(Act(action.Target, body));
                    break;
                case GroupProgram.Verb.CancelTask:
                    tasks[action.Target]?.Cancel();
                    break;
                case GroupProgram.Verb.CancelGroup:
                    groups[action.Target].Cancel();
                    break;
                case GroupProgram.Verb.Pause:
                    groups[action.Target].Pause();
                    break;
                case GroupProgram.Verb.Resume:
                    groups[action.Target].Resume();
                    break;
                default:
                    groups[action.Target].TimeScale = action.Scale;
                    break;
            }
        }

        IEnumerator<Awaitable> Act(int number, GroupProgram.Body body)
        {
            bool isDone = false;
            try
            {
                Log(number, "0");
                for (int i = 0; i < body.Waits.Count; i++)
                {
                    GroupProgram.Wait wait = body.Waits[i];
                    yield return wait.Frames > 0 ? WaitFrames(wait.Frames)
                        : wait.IsUnscaled ? SleepUnscaled(wait.Seconds)
                        : wait.Seconds > 0 ? Sleep(wait.Seconds) : null;
                    Log(number, $"{i + 1}");
                }

                isDone = true;
            }
            finally
            {
                if (!isDone && !isOver)
                {
                    Log(number, "closed");
                }
            }
        }

        void Log(int number, string what) => trace.Add(
            GroupProgram.Line(number, what, scheduler.Time, CoTask.Current!.Group?.Time ?? scheduler.Time, scheduler.FrameCount));
    }
}
